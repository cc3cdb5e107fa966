import { Inject } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Args, Context, Info, Mutation, Resolver, Root } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { actions, type ActionDeclaration } from '#casework';
import type { Recorded, RecordRequest } from '#recording';
import type { RootSource } from '../access/guard-root-fields.js';
import { Needs, recordsOnCase } from '../access/permission.js';
import type { RequestContext } from '../access/request-context.js';
import { plannedAnswer } from '../disclosure/planned-answer.js';
import { readerOf } from '../disclosure/reading.js';
import { selectedPartsAt } from '../disclosure/selected-parts.js';
import { selectedAt } from '../disclosure/selection.js';
import { unavailable } from '../errors/refusal.js';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings.js';
import { presentEntry } from '../timeline/present-entry.js';
import { ReadEntry } from '../timeline/read-timeline.js';
import { ActionInput, ActionRecorded, detailsInputOf } from './action.types.js';
import { isApplied, positionFor } from './in-force.js';
import { recordDenial } from './record-denial.js';
import { RecordAction } from './record-action.js';
import { recordingRefusal } from './recording-refusal.js';

/** What a mutation was asked with. */
interface Asked {
  readonly source: RootSource;
  readonly action: ActionInput;
  readonly details: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  readonly info: GraphQLResolveInfo;
}

/** One mutation for each action of the catalogue. They differ in name, details and description, and in nothing else. */
@Resolver()
export class ActionsResolver {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
  ) {}

  async record({ type }: ActionDeclaration, asked: Asked): Promise<unknown> {
    const { principal, purpose, correlation } = readerOf(asked.source);
    const { action, details } = asked;
    const request: RecordRequest = {
      principal,
      purpose,
      type,
      caseId: action.caseId ?? null,
      linkId: action.linkId ?? null,
      key: action.key,
      occurred: action.occurred,
      source: action.source,
      handling: action.handling ?? {},
      lawfulBasis: action.lawfulBasis ?? null,
      relations: (action.relations ?? []).map(({ kind, eventId }) => ({ kind, event: eventId })),
      details,
      correlation,
    };
    const recorded = await this.commands.execute(new RecordAction(request));
    if (!recorded.ok) {
      await recordDenial(this.ports.disclosures, readerOf(asked.source), request, recorded.reason);
      throw recordingRefusal(recorded.reason);
    }
    return this.answer(recorded.value, asked);
  }

  /** What is recorded stays recorded, whatever fails from here on; so nothing here may refuse the whole answer. */
  private async answer(recorded: Recorded, asked: Asked): Promise<unknown> {
    const { narrows, position, ...told } = recorded;
    const { organisation } = asked.context.principal;
    const selected = selectedAt(asked.info, []).ofEveryType;
    const applied =
      narrows || selected.has('entry') ? await isApplied(this.ports, this.settings, position) : false;
    return {
      ...told,
      position: positionFor(this.ports, organisation, position),
      inForce: narrows ? applied : null,
      entry: selected.has('entry') ? await this.entry(recorded, applied, asked) : null,
    };
  }

  /** The entry as its own disclosure gives it; an error where it does not, which leaves the rest of the answer whole. */
  private async entry(
    { eventId }: Recorded,
    applied: boolean,
    { source, context, info }: Asked,
  ): Promise<unknown> {
    if (!applied) return unavailable();
    const reader = readerOf(source);
    const field = context.disclosure.enter();
    const query = { eventId, selectedParts: selectedPartsAt(info, ['entry']) };
    try {
      const present = presentEntry(this.ports, reader.principal.organisation);
      const planned = plannedAnswer(await this.queries.execute(new ReadEntry(reader, query)), present);
      await field.decided(reader, planned.touches);
      return await planned.open();
    } catch (error) {
      return error instanceof Error ? error : new Error('The entry could not be read back.');
    }
  }
}

type Method = (
  this: ActionsResolver,
  source: RootSource,
  action: ActionInput,
  context: RequestContext,
  info: GraphQLResolveInfo,
  details?: Readonly<Record<string, unknown>>,
) => Promise<unknown>;

const addMutation = (declaration: ActionDeclaration): void => {
  const { action: name, means } = declaration;
  const prototype = ActionsResolver.prototype;
  if (name in prototype)
    throw new Error(`The action ${name} has the name of something that the resolver has.`);
  const method: Method = function (source, action, context, info, details = {}) {
    return this.record(declaration, { source, action, details, context, info });
  };
  Object.defineProperty(prototype, name, { value: method, configurable: true, writable: true });
  // What the compiler notes of a method that is written out; the decorators of arguments read it.
  Reflect.defineMetadata('design:paramtypes', [Object, ActionInput, Object, Object, Object], prototype, name);
  const input = detailsInputOf(declaration);
  Root()(prototype, name, 0);
  Args('action', { type: () => ActionInput })(prototype, name, 1);
  Context()(prototype, name, 2);
  Info()(prototype, name, 3);
  if (input !== null) Args('details', { type: () => input })(prototype, name, 4);
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
  Mutation(() => ActionRecorded, { name, description: means })(prototype, name, descriptor);
  Needs(recordsOnCase)(prototype, name, descriptor);
};

for (const declaration of actions) addMutation(declaration);
