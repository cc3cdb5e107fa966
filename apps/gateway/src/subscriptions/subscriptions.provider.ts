import type { Server } from 'node:http';
import type { FactoryProvider, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { serveSubscriptions, type Serving } from './serve-subscriptions.js';

/** Takes sockets from when the application is ready until it stops; before the listener, which waits for every connection. */
class Subscriptions implements OnApplicationBootstrap, OnModuleDestroy {
  private serving: { readonly close: () => Promise<void> } | undefined;

  constructor(private readonly begin: () => { readonly close: () => Promise<void> }) {}

  onApplicationBootstrap(): void {
    this.serving = this.begin();
  }

  async onModuleDestroy(): Promise<void> {
    await this.serving?.close();
  }
}

export const subscriptionsProvider = (serving: Omit<Serving, 'server' | 'schema'>): FactoryProvider => ({
  provide: Subscriptions,
  inject: [HttpAdapterHost, GraphQLSchemaHost],
  useFactory: ({ httpAdapter }: HttpAdapterHost, schemas: GraphQLSchemaHost) =>
    new Subscriptions(() => {
      const server = httpAdapter.getHttpServer() as Server;
      return serveSubscriptions({ ...serving, server, schema: schemas.schema });
    }),
});
