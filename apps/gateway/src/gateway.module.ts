import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { GraphQLModule } from '@nestjs/graphql';
import { ReadAccessLogHandler } from './access-log/read-access-log.js';
import { guardRootFields } from './access/guard-root-fields.js';
import { requestContext } from './access/request-context.js';
import { createThrottle, type Throttle } from './access/throttle.js';
import { ReadAlertsHandler } from './alerts/read-alerts.js';
import { RecordActionHandler } from './actions/record-action.js';
import { ReadCaseHandler, ReadCasesHandler } from './cases/read-cases.js';
import { DuplicateHandlers } from './duplicate-handlers.js';
import { HttpRefusals } from './errors/http-refusals.js';
import { maskError } from './errors/masking.js';
import { hardenedServer } from './hardening/apollo-options.js';
import { ExportsController } from './exports/exports.controller.js';
import { HealthController } from './operations/health.controller.js';
import { countingRefusals } from './operations/counted-refusals.js';
import { observedPorts } from './operations/observed-ports.js';
import { observesOperations } from './operations/observed-requests.js';
import { GATEWAY_PORTS, type GatewayPorts } from './ports.js';
import { ReadReviewHandler } from './reviews/read-review.js';
import { resolvers } from './resolvers.js';
import { GATEWAY_SETTINGS, type GatewaySettings } from './settings.js';
import { subscriptionsProvider } from './subscriptions/subscriptions.provider.js';
import { orphanedTypes } from './timeline/entry.types.js';
import { ReadEntryHandler, ReadTimelineHandler } from './timeline/read-timeline.js';
import {
  ReadEmergencyAccessesHandler,
  ReadReviewsHandler,
  ReadWorklistHandler,
} from './worklist/read-worklist.js';
import { EntriesController } from './webhooks/entries.controller.js';

export interface GatewayOptions {
  readonly ports: GatewayPorts;
  readonly settings: GatewaySettings;
  /** What a deployment adds of its own; its root fields must declare their permissions like all others. */
  readonly providers?: readonly Provider[];
}

const handlers: readonly Type[] = [
  RecordActionHandler,
  ReadAlertsHandler,
  ReadTimelineHandler,
  ReadEntryHandler,
  ReadCaseHandler,
  ReadCasesHandler,
  ReadAccessLogHandler,
  ReadReviewHandler,
  ReadWorklistHandler,
  ReadEmergencyAccessesHandler,
  ReadReviewsHandler,
];

@Module({})
export class GatewayModule {
  static register({ ports: given, settings, providers = [] }: GatewayOptions): DynamicModule {
    const ports = observedPorts(given);
    const count = countingRefusals(given.telemetry);
    const throttle = createThrottle(settings.requestsPerMinute);
    const mask = maskError({ logger: ports.logger, count, tellSchema: settings.introspection });
    return {
      module: GatewayModule,
      imports: [CqrsModule.forRoot(), GraphQLModule.forRoot(graphqlOptions(ports, settings, throttle, mask))],
      controllers: [HealthController, ExportsController, EntriesController],
      providers: [
        ...resolvers,
        ...handlers,
        ...providers,
        DuplicateHandlers,
        { provide: GATEWAY_PORTS, useValue: ports },
        { provide: GATEWAY_SETTINGS, useValue: settings },
        subscriptionsProvider({
          ports,
          introspection: settings.introspection,
          settings: settings.subscriptions,
          telemetry: ports.telemetry,
          throttle,
          mask,
        }),
        { provide: APP_FILTER, useValue: new HttpRefusals(ports.logger, count) },
      ],
    };
  }
}

const graphqlOptions = (
  ports: GatewayPorts,
  settings: GatewaySettings,
  throttle: Throttle,
  mask: ReturnType<typeof maskError>,
): ApolloDriverConfig => ({
  ...hardenedServer(settings.introspection, ports.logger, [observesOperations]),
  driver: ApolloDriver,
  path: '/graphql',
  graphiql: false,
  autoSchemaFile: true,
  sortSchema: true,
  buildSchemaOptions: { orphanedTypes },
  autoTransformHttpErrors: false,
  transformSchema: (schema) => guardRootFields(schema, ports),
  context: requestContext(ports, throttle),
  formatError: mask,
});
