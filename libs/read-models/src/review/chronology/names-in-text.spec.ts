import { describe, expect, it } from '@jest/globals';
import { namesIn, replacing } from './names-in-text.js';

const without = (name: string) => replacing([...namesIn(name, '[name]')]);

describe('text without the names that the record holds', () => {
  it('has no name of two letters, as many families have', () => {
    const replace = without('Ng Thi Li');
    expect(replace('Mrs Ng said that Li was with her cousin, Ng Thi Li.')).toBe(
      'Mrs [name] said that [name] was with her cousin, [name].',
    );
    expect(without('Bo Vo')('The board asked Bo about his boat.')).toBe(
      'The board asked [name] about his boat.',
    );
  });

  it('keeps words that are no names, though they begin with a capital in an answer', () => {
    expect(without('No GP, as of Monday')('No GP was told. As it is, so be it.')).toBe(
      'No GP was told. As it is, so be it.',
    );
  });
});
