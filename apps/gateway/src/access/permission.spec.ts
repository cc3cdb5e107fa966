import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { ourCase, startGateway, type RunningGateway } from '../gateway.fixture.js';
import { Needs } from './permission.js';

const ran: string[] = [];

/** What somebody might add without thinking of permissions. */
@Resolver()
class ForgetfulResolver {
  @Query(() => String, { nullable: true })
  everything(): string {
    ran.push('everything');
    return 'everything';
  }

  @Mutation(() => String, { nullable: true })
  change(): string {
    ran.push('change');
    return 'changed';
  }

  @Query(() => String, { nullable: true })
  @Needs({ purposes: ['safeguarding'], use: 'reading' })
  unplanned(): string {
    return 'handed over without a plan';
  }
}

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({ providers: [ForgetfulResolver] });
});
afterAll(() => gateway.stop());

const code = (answer: {
  readonly errors: readonly { readonly extensions: Readonly<Record<string, unknown>> }[];
}) => answer.errors.map(({ extensions }) => extensions['code']);

describe('a root field', () => {
  it('without a declared permission is refused to everybody, and does not run', async () => {
    expect(code(await gateway.ask('{ everything }'))).toEqual(['FORBIDDEN']);
    expect(code(await gateway.ask('mutation { change }'))).toEqual(['FORBIDDEN']);
    expect(ran).toEqual([]);
    expect(gateway.behind.log.join('')).toContain('declares no permission');
  });

  it('that reads and answers no plan is refused, for nothing would be recorded', async () => {
    const answer = await gateway.ask('{ unplanned }');
    expect(code(answer)).toEqual(['INTERNAL']);
    expect(answer.text).not.toContain('handed over');
  });

  it('needs a purpose, which must exist, be the person’s to use, and serve what is asked', async () => {
    const ask = (purpose: string | undefined) =>
      gateway.ask(`{ case(id: "${ourCase}") { caseId } }`, {}, { 'x-purpose': purpose });
    expect(code(await ask(undefined))).toEqual(['PURPOSE_REQUIRED']);
    expect(code(await ask('curiosity'))).toEqual(['INVALID_INPUT']);
    expect(code(await ask('asylum-decision'))).toEqual(['FORBIDDEN']);
    expect(code(await ask('statistics'))).toEqual(['FORBIDDEN']);
    expect(code(await ask('court'))).toEqual([]);
  });

  it('that tells who one is needs no purpose', async () => {
    const answer = await gateway.ask(
      '{ me { person role purposes organisation { name function } } }',
      {},
      { 'x-purpose': undefined },
    );
    expect(answer.data).toEqual({
      me: {
        person: 'officer-one',
        role: 'investigator',
        purposes: ['SAFEGUARDING', 'COURT', 'STATISTICS'],
        organisation: { name: 'Northshire Police', function: 'POLICE' },
      },
    });
  });
});
