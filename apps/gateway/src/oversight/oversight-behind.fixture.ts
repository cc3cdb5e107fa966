import { positionOf } from '#event-store';
import { accepted, randomId, refused } from '#kernel';
import type { Oversight, RecordingRefusal } from '#recording';

/** What a spec sees of oversight on the other side of its port, and how it makes it refuse. */
export interface BehindOversight {
  /** What was asked of it, by the name of the act. */
  overseen: { readonly act: string; readonly request: unknown }[];
  overseeing: () => RecordingRefusal | null;
  narrows: boolean;
}

export const noOversight = (): Pick<BehindOversight, 'overseen' | 'overseeing'> => ({
  overseen: [],
  overseeing: () => null,
});

export const recordedOversight = {
  grantId: '3f0f1c9e-7a55-4b0e-9d0c-3f6f6b3f1c12',
  reviewId: '5a0f1c9e-7a55-4b0e-9d0c-3f6f6b3f1c13',
  caseId: '0b0c9c6e-7a55-4b0e-9d0c-3f6f6b3f1c11',
  until: '2010-11-06T06:00:00.000Z',
  recordedAt: '2010-11-06T02:00:00.000Z',
};

/** Keeps what it is asked, and answers that it is recorded. */
export const oversightBehind = (behind: BehindOversight): Oversight => {
  const recorded = (act: string) => (request: unknown) => {
    const refusal = behind.overseeing();
    if (refusal !== null) return Promise.resolve(refused(refusal));
    behind.overseen.push({ act, request });
    return Promise.resolve(
      accepted({
        ...recordedOversight,
        eventId: randomId(),
        type: act,
        occurred: recordedOversight.recordedAt,
        position: positionOf(1n, 1n),
        repeated: false,
        narrows: behind.narrows,
      }),
    );
  };
  return {
    openEmergencyAccess: recorded('openEmergencyAccess'),
    endEmergencyAccess: recorded('endEmergencyAccess'),
    endWhatRanOut: recorded('endWhatRanOut'),
    reviewEmergencyAccess: recorded('reviewEmergencyAccess'),
    openReview: recorded('openReview'),
    recordFinding: recorded('recordFinding'),
    recordExport: recorded('recordExport'),
    closeReview: recorded('closeReview'),
  };
};
