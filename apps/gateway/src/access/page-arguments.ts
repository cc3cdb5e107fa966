import { ArgsType, Field, Int } from '@nestjs/graphql';
import { isId } from '#kernel';
import { longestPage } from '#read-models';
import { invalid } from '../errors/refusal.js';

const usualPage = 25;

@ArgsType()
export class AtLeastArgument {
  @Field(() => String, {
    nullable: true,
    description: 'The position that an action answered: wait until the view has it, to read your own write.',
  })
  atLeast?: string | null;
}

@ArgsType()
export class PageArguments extends AtLeastArgument {
  @Field(() => Int, {
    defaultValue: usualPage,
    description: `1 to ${longestPage}; at most 25 where fields with told parts are selected.`,
  })
  first!: number;

  @Field(() => String, { nullable: true, description: 'A cursor of an earlier page.' })
  after?: string | null;
}

export const pageSize = (first: number): number => {
  if (first < 1 || first > longestPage) throw invalid('first', `must be from 1 to ${longestPage}`);
  return first;
};

/** An id as the product makes them. Any other text cannot be one, and is refused before anything is looked up. */
export const idIn = (field: string, id: string): string => {
  if (!isId(id)) throw invalid(field, 'is not an id');
  return id.toLowerCase();
};

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

export const instantIn = (field: string, text: string): string => {
  const milliseconds = instant.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw invalid(field, 'is not an instant such as 2010-11-02T04:50:00Z');
  return new Date(milliseconds).toISOString();
};
