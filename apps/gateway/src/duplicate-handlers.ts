import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';

/** Where `@CommandHandler` and `@QueryHandler` note what a class handles; the framework does not export the names. */
const notes = ['__commandHandler__', '__queryHandler__'];

/** The buses take the later of two handlers and only warn. Two answers to one question must stop the start. */
@Injectable()
export class DuplicateHandlers implements OnModuleInit {
  constructor(@Inject(ModulesContainer) private readonly modules: ModulesContainer) {}

  onModuleInit(): void {
    const handled = new Set<unknown>();
    for (const { providers } of this.modules.values()) {
      for (const { metatype } of providers.values()) {
        if (typeof metatype !== 'function') continue;
        for (const note of notes) {
          const message: unknown = Reflect.getMetadata(note, metatype);
          if (message === undefined) continue;
          if (handled.has(message))
            throw new Error(`${metatype.name} handles what another handler handles already.`);
          handled.add(message);
        }
      }
    }
  }
}
