import { describe, expect, it } from '@jest/globals';
import type { EventHeader } from '../vocabulary/event-header.js';
import type { OpenedEvent } from '../declaration/case-event.js';
import { evolveAgreement, fullContentIsAgreedAt, problemsOfAgreement } from './full-content.js';
import { webhookStands } from './webhook-rules.js';
import { evolveWebhook, noWebhook, secretsAt } from './webhook-state.js';

let told = 0;
const event = (
  type: string,
  details: Record<string, unknown> = {},
  recordedAt = '2026-11-22T10:00:00.000Z',
) => {
  told += 1;
  const header = { id: `event-${told}`, type, recordedAt } as unknown as EventHeader;
  return { header, details: { organisation: 'northbridge', ...details } } as OpenedEvent;
};
const delivers = { url: 'https://northbridge.example/hook', content: 'thin' };
const registered = event('WebhookRegistered', {
  ...{ readsAs: 'system-northbridge', startsWith: 'now', secret: 'first' },
  ...delivers,
});
const after = (...events: readonly OpenedEvent[]) => [registered, ...events].reduce(evolveWebhook, noWebhook);

describe('A webhook', () => {
  it('delivers every case and every type unless it names some, and can be changed to all again', () => {
    const some = event('WebhookChanged', { ...delivers, cases: ['a'], types: ['CaseClosed'] });
    expect(after().registered).toMatchObject({ cases: null, types: null });
    expect(after(some).registered).toMatchObject({ cases: ['a'], types: ['CaseClosed'] });
    expect(after(some, event('WebhookChanged', delivers)).registered).toMatchObject({
      cases: null,
      types: null,
    });
  });

  it('is signed with the old secret and the new one for a day, and then with the new one alone', () => {
    const rotated = after(event('WebhookSecretRotated', { secret: 'second' }, '2026-11-22T12:00:00.000Z'));
    expect(secretsAt(rotated.registered!, '2026-11-23T11:59:59.999Z')).toEqual(['second', 'first']);
    expect(secretsAt(rotated.registered!, '2026-11-23T12:00:00.000Z')).toEqual(['second']);
  });

  it('is paused and goes on, and never stands again once it is removed', () => {
    const paused = after(event('WebhookPaused', { because: 'failing' }));
    expect(paused.paused?.because).toBe('failing');
    expect(evolveWebhook(paused, event('WebhookResumed')).paused).toBeNull();
    expect(webhookStands(paused)).toBe(true);
    expect(webhookStands(evolveWebhook(paused, event('WebhookRemoved')))).toBe(false);
    expect(webhookStands(noWebhook)).toBe(false);
  });

  it('keeps its owner whatever is recorded of it later', () => {
    const other = after(event('WebhookChanged', { ...delivers, organisation: 'elsewhere' }));
    expect(other.registered?.organisation).toBe('northbridge');
  });
});

describe('The agreement on full content', () => {
  const agreed = (from: string, until?: string) =>
    evolveAgreement(null, event('FullContentAgreed', { from, ...(until && { until }) }));

  it('counts from the first instant of its first day to the last of its last', () => {
    const agreement = agreed('2026-11-01', '2026-11-30');
    const at = (now: string) => fullContentIsAgreedAt(agreement, now);
    expect([at('2026-10-31T23:59:59.999Z'), at('2026-11-01T00:00:00.000Z')]).toEqual([false, true]);
    expect([at('2026-11-30T23:59:59.999Z'), at('2026-12-01T00:00:00.000Z')]).toEqual([true, false]);
  });

  it('is the newest one, without end where none was agreed, and none where there is none', () => {
    const open = agreed('2026-11-01');
    expect(fullContentIsAgreedAt(open, '2036-11-01T00:00:00.000Z')).toBe(true);
    const ended = evolveAgreement(
      open,
      event('FullContentAgreed', { from: '2026-11-01', until: '2026-11-02' }),
    );
    expect(fullContentIsAgreedAt(ended, '2026-11-03T00:00:00.000Z')).toBe(false);
    expect(fullContentIsAgreedAt(null, '2026-11-03T00:00:00.000Z')).toBe(false);
  });

  it('is refused where it ends before it begins', () => {
    expect(problemsOfAgreement('2026-11-02', '2026-11-01')).toEqual([
      { field: 'until', problem: 'lies before the beginning' },
    ]);
    expect(problemsOfAgreement('2026-11-02', '2026-11-02')).toEqual([]);
  });
});
