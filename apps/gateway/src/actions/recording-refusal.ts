import type { RecordingRefusal } from '#recording';
import { notFound, Refusal } from '../errors/refusal.js';

/** Why nothing was recorded, in words for whoever wanted to record it. */
export const recordingRefusal = (refusal: RecordingRefusal): Refusal => {
  switch (refusal.code) {
    case 'INVALID_INPUT': {
      const fields = refusal.fields.map(({ field, problem }) => ({ field, message: `${field} ${problem}.` }));
      const message = fields.map((one) => one.message).join(' ') || 'The input is not valid.';
      const first = fields[0]?.field;
      return new Refusal('INVALID_INPUT', message, {
        ...(first === undefined ? {} : { field: first }),
        fields,
      });
    }
    case 'RULE_REFUSED':
      return new Refusal('RULE_REFUSED', refusal.message, { rule: refusal.rule });
    case 'FORBIDDEN':
      return new Refusal('FORBIDDEN', 'You may not record this.');
    case 'NOT_FOUND':
      return notFound();
    case 'CONFLICT':
      return new Refusal(
        'CONFLICT',
        refusal.because === 'key-used-for-other-input'
          ? 'This key was used before for another input.'
          : 'Others kept changing the case. Send the same action again, with the same key.',
      );
    case 'UNAVAILABLE':
      return new Refusal(
        'UNAVAILABLE',
        'Nothing was acknowledged. Send the same action again, with the same key.',
      );
  }
};
