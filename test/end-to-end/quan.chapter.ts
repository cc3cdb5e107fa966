import { describe, expect, it } from '@jest/globals';
import { asked, refusalOf, unknownCase } from './asking.fixture.js';
import { caseOf } from './samples.fixture.js';
import { differences, type Reader } from './seen.fixture.js';
import { throughline } from './running.fixture.js';

const quan = caseOf('quan');
const readers: Readonly<Record<string, Reader>> = {
  // Fairholt, which is responsible
  bronwen: { person: 'bronwen-fairholt', caseId: quan }, // allocated worker
  angela: { person: 'angela-fairholt', caseId: quan }, // her manager
  simon: { person: 'simon-fairholt', caseId: quan }, // duty worker
  kate: { person: 'kate-westmarch', caseId: quan }, // investigator
  vera: { person: 'vera-westmarch', caseId: quan }, // her supervisor
  hugh: { person: 'hugh-westmarch', caseId: quan }, // sergeant in custody
  fiona: { person: 'fiona-northmere-police', caseId: quan }, // sergeant of the force that found him
  samir: { person: 'samir-border', caseId: quan }, // safeguarding officer
  gareth: { person: 'gareth-asylum', purpose: 'asylum-decision', caseId: quan },
  frances: { person: 'frances-authority', purpose: 'nrm-decision', caseId: quan },
  isla: { person: 'isla-guardians', caseId: quan }, // guardian since April 2011
  morag: { person: 'morag-guardians', caseId: quan }, // her coordinator
  lena: { person: 'lena-beacon', caseId: quan }, // his solicitor, a support worker here
  theo: { person: 'theo-prosecutor', purpose: 'court', caseId: quan },
};
const differ = (table: string, asOf?: string) =>
  differences(throughline, 'quan', table, (who) => readers[who]!, asOf);

// Cells are explained in seen.fixture.ts. A label with + is the joining that followed from an acceptance.
describe('what each agency sees of Quan', () => {
  it('is two records linked at once, with a placement and a child missing from it, on the morning after', async () => {
    const table = `
                                         | bronwen   | angela    | simon     | kate     | vera     | hugh   | fiona | samir  | gareth | frances | isla | morag | lena   | theo
      q1                                 | cIWVHL-PM | cIW-VHPML | cIWVHL-PM | cIWVHPML | cIWVHPML | ci-IP  | .     | cI-P   | .      | .       | .    | .     | ci-I   | .
      q2                                 | cIV-P     | cI-VP     | cIV-P     | cIVP     | cIVP     | c-IP   | .     | cI-P   | .      | .       | .    | .     | c-I    | .
      q3                                 | CIV       | CI-V      | CIV       | CIV      | CIV      | c-CI   | .     | cI-C   | .      | .       | .    | .     | c-CI   | .
      q4                                 | cWVL-P    | cW-VPL    | cWVL-P    | cWVPL    | cWVPL    | c-P    | .     | c-P    | .      | .       | .    | .     | c      | .
      q4 mechanism-referral set          | c         | c         | c         | c        | c        | c      | .     | c      | .      | .       | .    | .     | c      | .
      q4 mechanism-referral missed       | c         | c         | c         | c        | c        | c      | .     | c      | .      | .       | .    | .     | c      | .
      q1-to-border                       | CIWVL     | CIW-VL    | CIWVL     | CIWVL    | CIWVL    | ci-CI  | .     | CIWL   | .      | .       | .    | .     | ci-CI  | .
      q1-border-accepts                  | C         | C         | C         | C        | C        | bare-C | .     | bare-C | .      | .       | .    | .     | bare-C | .
      q1-border-accepts+                 | c         | c         | c         | c        | c        | c      | .     | c      | .      | .       | .    | .     | c      | .
      q1-to-beacon                       | CIWVL     | CIW-VL    | CIWVL     | CIWVL    | CIWVL    | ci-CI  | .     | cI-C   | .      | .       | .    | .     | CIWVL  | .
      q1-beacon-accepts                  | C         | C         | C         | C        | C        | bare-C | .     | bare-C | .      | .       | .    | .     | C      | .
      q1-beacon-accepts+                 | c         | c         | c         | c        | c        | c      | .     | c      | .      | .       | .    | .     | c      | .
      q1-beacon-worker                   | C         | C         | C         | C        | C        | c-C    | .     | c-C    | .      | .       | .    | .     | C      | .
      q5                                 | CIV       | CI-V      | CIV       | CIV      | CIV      | c-CI   | .     | cIV-C  | .      | .       | .    | .     | c-CI   | .
      q6                                 | cIWVL     | cIWVL     | cIWVL     | cIWV-L   | cIWV-L   | ci-I   | .     | cI     | .      | .       | .    | .     | ci-I   | .
      q6 referral-decision set           | c         | c         | c         | c        | c        | c      | .     | c      | .      | .       | .    | .     | c      | .
      q6 referral-decision met           | c         | c         | c         | c        | c        | c      | .     | c      | .      | .       | .    | .     | c      | .
      q35                                | C         | C         | C         | C        | C        | C      | .     | c-C    | .      | .       | .    | .     | c-C    | .
      q35-police                         | C         | C         | C         | C        | C        | C      | .     | c-C    | .      | .       | .    | .     | c-C    | .
      q7                                 | CW        | CW        | CW        | CW       | CW       | c-C    | .     | c-C    | .      | .       | .    | .     | c-C    | .
      q8                                 | C         | C         | C         | C        | C        | c-C    | .     | c-C    | .      | .       | .    | .     | C      | .
      q9                                 | CIVH      | CIVH      | CIVH      | CIV-H    | CIV-H    | c-CI   | .     | cI-C   | .      | .       | .    | .     | c-CI   | .
      q9-decision                        | CW        | CW        | CW        | CW       | CW       | c-C    | .     | c-C    | .      | .       | .    | .     | c-C    | .
      q9-decision core-assessment set    | c         | c         | c         | c        | c        | c      | .     | c      | .      | .       | .    | .     | c      | .
      q9-decision initial-assessment set | c         | c         | c         | c        | c        | c      | .     | c      | .      | .       | .    | .     | c      | .
      q9-responsibility                  | C         | C         | C         | C        | C        | c-C    | .     | c-C    | .      | .       | .    | .     | c-C    | .
      q9-worker                          | C         | C         | C         | C        | C        | c-C    | .     | c-C    | .      | .       | .    | .     | c-C    | .
      q10                                | CIWVH     | CIWVH     | CIWVH     | CIWV-H   | CIWV-H   | c-CI   | .     | cI-C   | .      | .       | .    | .     | c-CI   | .
      q10 first-looked-after-review set  | c         | c         | c         | c        | c        | c      | .     | c      | .      | .       | .    | .     | c      | .
      q11                                | CWVL      | CWVL      | CWVL      | CWV-L    | CWV-L    | c-C    | .     | c-C    | .      | .       | .    | .     | c-C    | .
      q11 safety-plan set                | c         | c         | c         | c        | c        | c      | .     | c      | .      | .       | .    | .     | c      | .
      q11 safety-plan met                | c         | c         | c         | c        | c        | c      | .     | c      | .      | .       | .    | .     | c      | .
      q12                                | cWVPL     | cWVPL     | cWVL-P    | cWVP-L   | cWVP-L   | c-P    | .     | c-P    | .      | .       | .    | .     | c      | .
      q12-view                           | cWV       | cWV       | cWV       | cWV      | cWV      | c      | .     | bare   | .      | .       | .    | .     | c      | .
      q13                                | CIWVPML   | CIWVPML   | CIWVL-PM  | CIWVP-ML | CIWVP-ML | c-CIP  | .     | cI-CP  | .      | .       | .    | .     | c-CI   | .
      q13 reasonable-grounds set         | c         | c         | c         | c        | c        | c      | .     | c      | .      | .       | .    | .     | c      | .
      q13-to-authority                   | CIWVL     | CIWVL     | CIWVL     | CIWV-L   | CIWV-L   | ci-CI  | .     | cI-C   | .      | CIWVL   | .    | .     | ci-CI  | .
      q14                                | bare-P    | bare-P    | bare-P    | P        | P        | bare-P | .     | bare-P | .      | .       | .    | .     | bare   | .
      q15                                | CIWVHPL   | CIWVHPL   | CIWVHL-P  | CIWVP-HL | CIWVP-HL | c-CIP  | .     | cI-CP  | .      | .       | .    | .     | c-CI   | .
      q16                                | CW-P      | CW-P      | CW-P      | CWP      | CWP      | c-CP   | .     | c-CP   | .      | .       | .    | .     | c-C    | .
      q18                                | C         | C         | C         | C        | C        | C      | .     | c-C    | .      | .       | .    | .     | c-C    | .
      q19                                | CW-P      | CW-P      | CW-P      | CWP      | CWP      | c-CP   | .     | c-CP   | .      | .       | .    | .     | c-C    | .
      q19-investigator                   | c-P       | c-P       | c-P       | cP       | cP       | c-P    | .     | c-P    | .      | .       | .    | .     | c      | .
    `;
    expect(await differ(table, '2010-11-06T12:00:00.000Z')).toEqual([]);
  });

  it('is four months later, before he is found in Northmere, the same and the decisions on it', async () => {
    const table = `
                                             | bronwen   | angela    | simon     | kate     | vera     | hugh   | fiona | samir  | gareth | frances  | isla | morag | lena   | theo
      q1                                     | cIWVHL-PM | cIW-VHPML | cIWVHL-PM | cIWVHPML | cIWVHPML | ci-IP  | .     | cI-P   | .      | cI-WVHPM | .    | .     | ci-I   | .
      q2                                     | cIV-P     | cI-VP     | cIV-P     | cIVP     | cIVP     | c-IP   | .     | cI-P   | .      | cI-VP    | .    | .     | c-I    | .
      q3                                     | CIV       | CI-V      | CIV       | CIV      | CIV      | c-CI   | .     | cI-C   | .      | CI-V     | .    | .     | c-CI   | .
      q4                                     | cWVL-P    | cW-VPL    | cWVL-P    | cWVPL    | cWVPL    | c-P    | .     | c-P    | .      | cw-WVP   | .    | .     | c      | .
      q4 mechanism-referral set              | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q4 mechanism-referral missed           | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q1-to-border                           | CIWVL     | CIW-VL    | CIWVL     | CIWVL    | CIWVL    | ci-CI  | .     | CIWL   | .      | CI-WV    | .    | .     | ci-CI  | .
      q1-border-accepts                      | C         | C         | C         | C        | C        | bare-C | .     | bare-C | .      | C        | .    | .     | bare-C | .
      q1-border-accepts+                     | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q1-to-beacon                           | CIWVL     | CIW-VL    | CIWVL     | CIWVL    | CIWVL    | ci-CI  | .     | cI-C   | .      | CI-WV    | .    | .     | CIWVL  | .
      q1-beacon-accepts                      | C         | C         | C         | C        | C        | bare-C | .     | bare-C | .      | C        | .    | .     | C      | .
      q1-beacon-accepts+                     | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q1-beacon-worker                       | C         | C         | C         | C        | C        | c-C    | .     | c-C    | .      | C        | .    | .     | C      | .
      q5                                     | CIV       | CI-V      | CIV       | CIV      | CIV      | c-CI   | .     | cIV-C  | .      | CI-V     | .    | .     | c-CI   | .
      q6                                     | cIWVL     | cIWVL     | cIWVL     | cIWV-L   | cIWV-L   | ci-I   | .     | cI     | .      | cI-WV    | .    | .     | ci-I   | .
      q6 referral-decision set               | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q6 referral-decision met               | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q35                                    | C         | C         | C         | C        | C        | C      | .     | c-C    | .      | C        | .    | .     | c-C    | .
      q35-police                             | C         | C         | C         | C        | C        | C      | .     | c-C    | .      | C        | .    | .     | c-C    | .
      q7                                     | CW        | CW        | CW        | CW       | CW       | c-C    | .     | c-C    | .      | C-W      | .    | .     | c-C    | .
      q8                                     | C         | C         | C         | C        | C        | c-C    | .     | c-C    | .      | C        | .    | .     | C      | .
      q9                                     | CIVH      | CIVH      | CIVH      | CIV-H    | CIV-H    | c-CI   | .     | cI-C   | .      | CI-VH    | .    | .     | c-CI   | .
      q9-decision                            | CW        | CW        | CW        | CW       | CW       | c-C    | .     | c-C    | .      | C-W      | .    | .     | c-C    | .
      q9-decision core-assessment set        | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q9-decision core-assessment missed     | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q9-decision initial-assessment set     | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q9-decision initial-assessment missed  | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q9-responsibility                      | C         | C         | C         | C        | C        | c-C    | .     | c-C    | .      | C        | .    | .     | c-C    | .
      q9-worker                              | C         | C         | C         | C        | C        | c-C    | .     | c-C    | .      | C        | .    | .     | c-C    | .
      q10                                    | CIWVH     | CIWVH     | CIWVH     | CIWV-H   | CIWV-H   | c-CI   | .     | cI-C   | .      | CI-WVH   | .    | .     | c-CI   | .
      q10 first-looked-after-review set      | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q10 first-looked-after-review missed   | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q11                                    | CWVL      | CWVL      | CWVL      | CWV-L    | CWV-L    | c-C    | .     | c-C    | .      | C-WV     | .    | .     | c-C    | .
      q11 safety-plan set                    | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q11 safety-plan met                    | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q12                                    | cWVPL     | cWVPL     | cWVL-P    | cWVP-L   | cWVP-L   | c-P    | .     | c-P    | .      | cw-WVP   | .    | .     | c      | .
      q12-view                               | cWV       | cWV       | cWV       | cWV      | cWV      | c      | .     | bare   | .      | c-WV     | .    | .     | c      | .
      q13                                    | CIWVPML   | CIWVPML   | CIWVL-PM  | CIWVP-ML | CIWVP-ML | c-CIP  | .     | cI-CP  | .      | CIw-WVPM | .    | .     | c-CI   | .
      q13 reasonable-grounds set             | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q13 reasonable-grounds met             | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q13-to-authority                       | CIWVL     | CIWVL     | CIWVL     | CIWV-L   | CIWV-L   | ci-CI  | .     | cI-C   | .      | CIWVL    | .    | .     | ci-CI  | .
      q14                                    | bare-P    | bare-P    | bare-P    | P        | P        | bare-P | .     | bare-P | .      | bare-P   | .    | .     | bare   | .
      q15                                    | CIWVHPL   | CIWVHPL   | CIWVHL-P  | CIWVP-HL | CIWVP-HL | c-CIP  | .     | cI-CP  | .      | CIw-WVHP | .    | .     | c-CI   | .
      q16                                    | CW-P      | CW-P      | CW-P      | CWP      | CWP      | c-CP   | .     | c-CP   | .      | C-WP     | .    | .     | c-C    | .
      q18                                    | C         | C         | C         | C        | C        | C      | .     | c-C    | .      | C        | .    | .     | c-C    | .
      q19                                    | CW-P      | CW-P      | CW-P      | CWP      | CWP      | c-CP   | .     | c-CP   | .      | C-WP     | .    | .     | c-C    | .
      q19-investigator                       | c-P       | c-P       | c-P       | cP       | cP       | c-P    | .     | c-P    | .      | c-P      | .    | .     | c      | .
      q13-authority-accepts                  | C         | C         | C         | C        | C        | bare-C | .     | bare-C | .      | C        | .    | .     | bare-C | .
      q13-authority-accepts+                 | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q20                                    | CWHPL     | CWHPL     | CWHL-P    | CWP-HL   | CWP-HL   | c-CP   | .     | c-CP   | .      | C-WHP    | .    | .     | c-C    | .
      q20 child-protection-conference set    | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q20 child-protection-conference missed | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q20-enquiry                            | CW        | CW        | CW        | CW       | CW       | c-C    | .     | c-C    | .      | Cw-W     | .    | .     | c-C    | .
      q22                                    | CW-M      | CW-M      | CW-M      | CW-M     | CW-M     | c-C    | .     | c-C    | .      | C-WM     | .    | .     | c-C    | .
      q22 conclusive-grounds set             | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q22 conclusive-grounds missed          | c         | c         | c         | c        | c        | c      | .     | c      | .      | c        | .    | .     | c      | .
      q23                                    | c-P       | c-P       | c-P       | cP       | cP       | c-P    | .     | c-P    | .      | c-P      | .    | .     | c      | .
    `;
    expect(await differ(table, '2011-03-01T12:00:00.000Z')).toEqual([]);
  });

  it('is the day he left his first placement, found, interviewed, with no charge and as yet no guardian', async () => {
    const table = `
                                                | bronwen   | angela    | simon     | kate      | vera      | hugh   | fiona  | samir   | gareth | frances  | isla      | morag | lena   | theo    
      q1                                        | cIWVHL-PM | cIW-VHPML | cIWVHL-PM | cIWVHPML  | cIWVHPML  | ci-IP  | ci-IP  | cI-P    | ciM-I  | cI-WVHPM | cIWVHL-PM | .     | ci-I   | cIP-WVM
      q2                                        | cIV-P     | cI-VP     | cIV-P     | cIVP      | cIVP      | c-IP   | c-IP   | cI-P    | c-I    | cI-VP    | cIV-P     | .     | c-I    | cIP-V
      q3                                        | CIV       | CI-V      | CIV       | CIV       | CIV       | c-CI   | c-CI   | cI-C    | c-CI   | CI-V     | CIV       | .     | c-CI   | CI-V
      q4                                        | cWVL-P    | cW-VPL    | cWVL-P    | cWVPL     | cWVPL     | c-P    | c-P    | c-P     | c      | cw-WVP   | cWVL-P    | .     | c      | cwP-WV
      q4 mechanism-referral set                 | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q4 mechanism-referral missed              | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q1-to-border                              | CIWVL     | CIW-VL    | CIWVL     | CIWVL     | CIWVL     | ci-CI  | ci-CI  | CIWL    | ci-CI  | CI-WV    | CIWVL     | .     | ci-CI  | CI-WV
      q1-border-accepts                         | C         | C         | C         | C         | C         | bare-C | bare-C | bare-C  | bare-C | C        | C         | .     | bare-C | C
      q1-border-accepts+                        | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q1-to-beacon                              | CIWVL     | CIW-VL    | CIWVL     | CIWVL     | CIWVL     | ci-CI  | ci-CI  | cI-C    | ci-CI  | CI-WV    | CIWVL     | .     | CIWVL  | CI-WV
      q1-beacon-accepts                         | C         | C         | C         | C         | C         | bare-C | bare-C | bare-C  | bare-C | C        | C         | .     | C      | C
      q1-beacon-accepts+                        | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q1-beacon-worker                          | C         | C         | C         | C         | C         | c-C    | c-C    | c-C     | c-C    | C        | C         | .     | C      | C
      q5                                        | CIV       | CI-V      | CIV       | CIV       | CIV       | c-CI   | c-CI   | cIV-C   | c-CI   | CI-V     | CIV       | .     | c-CI   | CI-V
      q6                                        | cIWVL     | cIWVL     | cIWVL     | cIWV-L    | cIWV-L    | ci-I   | ci-I   | cI      | ci-I   | cI-WV    | cIWVL     | .     | ci-I   | cI-WV
      q6 referral-decision set                  | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q6 referral-decision met                  | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q35                                       | C         | C         | C         | C         | C         | C      | c-C    | c-C     | c-C    | C        | C         | .     | c-C    | C
      q35-police                                | C         | C         | C         | C         | C         | C      | c-C    | c-C     | c-C    | C        | C         | .     | c-C    | C
      q7                                        | CW        | CW        | CW        | CW        | CW        | c-C    | c-C    | c-C     | c-C    | C-W      | CW        | .     | c-C    | C-W
      q8                                        | C         | C         | C         | C         | C         | c-C    | c-C    | c-C     | c-C    | C        | C         | .     | C      | C
      q9                                        | CIVH      | CIVH      | CIVH      | CIV-H     | CIV-H     | c-CI   | c-CI   | cI-C    | c-CI   | CI-VH    | CIVH      | .     | c-CI   | CI-V
      q9-decision                               | CW        | CW        | CW        | CW        | CW        | c-C    | c-C    | c-C     | c-C    | C-W      | CW        | .     | c-C    | C-W
      q9-decision core-assessment set           | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q9-decision core-assessment missed        | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q9-decision initial-assessment set        | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q9-decision initial-assessment missed     | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q9-responsibility                         | C         | C         | C         | C         | C         | c-C    | c-C    | c-C     | c-C    | C        | C         | .     | c-C    | C
      q9-worker                                 | C         | C         | C         | C         | C         | c-C    | c-C    | c-C     | c-C    | C        | C         | .     | c-C    | C
      q10                                       | CIWVH     | CIWVH     | CIWVH     | CIWV-H    | CIWV-H    | c-CI   | c-CI   | cI-C    | c-CI   | CI-WVH   | CIWVH     | .     | c-CI   | CI-WV
      q10 first-looked-after-review set         | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q10 first-looked-after-review missed      | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q11                                       | CWVL      | CWVL      | CWVL      | CWV-L     | CWV-L     | c-C    | c-C    | c-C     | c-C    | C-WV     | CWVL      | .     | c-C    | C-WV
      q11 safety-plan set                       | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q11 safety-plan met                       | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q12                                       | cWVPL     | cWVPL     | cWVL-P    | cWVP-L    | cWVP-L    | c-P    | c-P    | c-P     | c      | cw-WVP   | cWVL-P    | .     | c      | cwP-WV
      q12-view                                  | cWV       | cWV       | cWV       | cWV       | cWV       | c      | c      | bare    | bare   | c-WV     | cWV       | .     | c      | c-WV
      q13                                       | CIWVPML   | CIWVPML   | CIWVL-PM  | CIWVP-ML  | CIWVP-ML  | c-CIP  | c-CIP  | cI-CP   | cM-CI  | CIw-WVPM | CIWVL-PM  | .     | c-CI   | CIwP-WVM
      q13 reasonable-grounds set                | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q13 reasonable-grounds met                | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q13-to-authority                          | CIWVL     | CIWVL     | CIWVL     | CIWV-L    | CIWV-L    | ci-CI  | ci-CI  | cI-C    | ci-CI  | CIWVL    | CIWVL     | .     | ci-CI  | CI-WV
      q14                                       | bare-P    | bare-P    | bare-P    | P         | P         | bare-P | bare-P | bare-P  | bare   | bare-P   | bare-P    | .     | bare   | P
      q15                                       | CIWVHPL   | CIWVHPL   | CIWVHL-P  | CIWVP-HL  | CIWVP-HL  | c-CIP  | c-CIP  | cI-CP   | c-CI   | CIw-WVHP | CIWVHL-P  | .     | c-CI   | CIwP-WV
      q16                                       | CW-P      | CW-P      | CW-P      | CWP       | CWP       | c-CP   | c-CP   | c-CP    | c-C    | C-WP     | CW-P      | .     | c-C    | CP-W
      q18                                       | C         | C         | C         | C         | C         | C      | c-C    | c-C     | c-C    | C        | C         | .     | c-C    | C
      q19                                       | CW-P      | CW-P      | CW-P      | CWP       | CWP       | c-CP   | c-CP   | c-CP    | c-C    | C-WP     | CW-P      | .     | c-C    | CP-W
      q19-investigator                          | c-P       | c-P       | c-P       | cP        | cP        | c-P    | c-P    | c-P     | c      | c-P      | c-P       | .     | c      | cP
      q13-authority-accepts                     | C         | C         | C         | C         | C         | bare-C | bare-C | bare-C  | bare-C | C        | C         | .     | bare-C | C
      q13-authority-accepts+                    | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q20                                       | CWHPL     | CWHPL     | CWHL-P    | CWP-HL    | CWP-HL    | c-CP   | c-CP   | c-CP    | c-C    | C-WHP    | CWHL-P    | .     | c-C    | CP-W
      q20 child-protection-conference set       | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q20 child-protection-conference missed    | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q20-enquiry                               | CW        | CW        | CW        | CW        | CW        | c-C    | c-C    | c-C     | c-C    | Cw-W     | CW        | .     | c-C    | Cw-W
      q22                                       | CW-M      | CW-M      | CW-M      | CW-M      | CW-M      | c-C    | c-C    | c-C     | cM-C   | C-WM     | CW-M      | .     | c-C    | C-WM
      q22 conclusive-grounds set                | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q22 conclusive-grounds missed             | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q23                                       | c-P       | c-P       | c-P       | cP        | cP        | c-P    | c-P    | c-P     | c      | c-P      | c-P       | .     | c      | cP
      q25                                       | cIWVHL-PM | cIW-VHPML | cIWVHL-PM | cIWVP-HML | cIWVP-HML | ci-IP  | ci-IP  | cI-P    | ciM-I  | cI-WVHPM | cIWVHL-PM | .     | ci-I   | cIP-WVM
      q36                                       | cIV-P     | cI-VP     | cIV-P     | cIVP      | cIVP      | c-IP   | c-IP   | cI-P    | c-I    | cI-VP    | cIV-P     | .     | c-I    | cIP-V
      q26                                       | cI        | cI        | cI        | cI        | cI        | c-I    | cI     | cI      | c-I    | cI       | cI        | .     | c-I    | cI
      q28                                       | C         | C         | C         | C         | C         | c-C    | C      | c-C     | c-C    | C        | C         | .     | c-C    | C
      q28-police                                | C         | C         | C         | C         | C         | c-C    | C      | c-C     | c-C    | C        | C         | .     | c-C    | C
      q27                                       | cIWVHL-P  | cIW-VHPL  | cIWVHL-P  | cIWVP-HL  | cIWVP-HL  | c-IP   | c-IP   | cI-P    | c-I    | cIw-WVHP | cIWVHL-P  | .     | c-I    | cIwP-WV
      q27 return-interview set                  | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q27 return-interview met                  | c         | c         | c         | c         | c         | c      | c      | bare    | bare   | c        | c         | .     | c      | c
      q27-offered                               | cWL       | cWL       | cWL       | cW-L      | cW-L      | c      | c      | c       | c      | c-W      | cWL       | .     | c      | c-W
      q29-to-northmere                          | CIWVL     | CIWVL     | CIWVL     | CIWV-L    | CIWV-L    | ci-CI  | ci-CI  | cI-C    | ci-CI  | CI-WV    | CIWVL     | .     | ci-CI  | CI-WV
      q29-to-northmere decision-on-referral set | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q29-to-northmere decision-on-referral met | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q29-accepted                              | C         | C         | C         | C         | C         | bare-C | bare-C | bare-C  | bare-C | C        | C         | .     | bare-C | C
      q29-accepted+                             | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q29-transfer                              | CWV       | CWV       | CWV       | CWV       | CWV       | c-C    | c-C    | c-C     | c-C    | C-WV     | CWV       | .     | c-C    | C-WV
      q29                                       | C         | C         | C         | C         | C         | c-C    | c-C    | c-C     | c-C    | C        | C         | .     | c-C    | C
      q31-to-guardians                          | CIWVL     | CIWVL     | CIWVL     | CIWV-L    | CIWV-L    | ci-CI  | ci-CI  | cI-C    | ci-CI  | CI-WV    | CIWVL     | CIWVL | ci-CI  | CI-WV
      q31-accepted                              | C         | C         | C         | C         | C         | bare-C | bare-C | bare-C  | bare-C | C        | C         | C     | bare-C | C
      q31-accepted+                             | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | c     | c      | c
      q30                                       | CWVHPL    | CWVHPL    | CWVHL-P   | CWVP-HL   | CWVP-HL   | c-CP   | c-CP   | bare-CP | bare-C | Cw-WVHP  | CWVHL-P   | .     | c-C    | CwP-WV
      q32-to-prosecutor                         | CIWVL     | CIW-VL    | CIWVL     | CIWVL     | CIWVL     | ci-CI  | ci-CI  | cI-C    | ci-CI  | CI-WV    | CIWVL     | .     | ci-CI  | CIWVL
      q32-accepted                              | C         | C         | C         | C         | C         | bare-C | bare-C | bare-C  | bare-C | C        | C         | .     | bare-C | C
      q32-accepted+                             | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q31                                       | CW        | CW        | CW        | CW        | CW        | c-C    | c-C    | c-C     | c-C    | C-W      | CW        | CW    | c-C    | C-W
      q32                                       | C-PM      | C-PM      | C-PM      | CP-M      | CP-M      | c-CP   | c-CP   | c-CP    | cM-C   | C-PM     | C-PM      | .     | c-C    | CP-M
      q38-to-asylum                             | CIWVL     | CIWVL     | CIWVL     | CIWV-L    | CIWV-L    | ci-CI  | ci-CI  | cI-C    | CIWL   | CI-WV    | CIWVL     | .     | ci-CI  | CI-WV
      q38-accepted                              | C         | C         | C         | C         | C         | bare-C | bare-C | bare-C  | bare-C | C        | C         | .     | bare-C | C
      q38-accepted+                             | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
    `;
    expect(await differ(table, '2011-03-20T12:00:00.000Z')).toEqual([]);
  });

  it('is as it stands now, with a guardian in Scotland', async () => {
    const table = `
                                                | bronwen   | angela    | simon     | kate      | vera      | hugh   | fiona  | samir   | gareth | frances  | isla      | morag | lena   | theo    
      q1                                        | cIWVHL-PM | cIW-VHPML | cIWVHL-PM | cIWVHPML  | cIWVHPML  | ci-IP  | ci-IP  | cI-P    | ciM-I  | cI-WVHPM | cIWVHL-PM | .     | ci-I   | cIP-WVM
      q2                                        | cIV-P     | cI-VP     | cIV-P     | cIVP      | cIVP      | c-IP   | c-IP   | cI-P    | c-I    | cI-VP    | cIV-P     | .     | c-I    | cIP-V
      q3                                        | CIV       | CI-V      | CIV       | CIV       | CIV       | c-CI   | c-CI   | cI-C    | c-CI   | CI-V     | CIV       | .     | c-CI   | CI-V
      q4                                        | cWVL-P    | cW-VPL    | cWVL-P    | cWVPL     | cWVPL     | c-P    | c-P    | c-P     | c      | cw-WVP   | cWVL-P    | .     | c      | cwP-WV
      q4 mechanism-referral set                 | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q4 mechanism-referral missed              | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q1-to-border                              | CIWVL     | CIW-VL    | CIWVL     | CIWVL     | CIWVL     | ci-CI  | ci-CI  | CIWL    | ci-CI  | CI-WV    | CIWVL     | .     | ci-CI  | CI-WV
      q1-border-accepts                         | C         | C         | C         | C         | C         | bare-C | bare-C | bare-C  | bare-C | C        | C         | .     | bare-C | C
      q1-border-accepts+                        | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q1-to-beacon                              | CIWVL     | CIW-VL    | CIWVL     | CIWVL     | CIWVL     | ci-CI  | ci-CI  | cI-C    | ci-CI  | CI-WV    | CIWVL     | .     | CIWVL  | CI-WV
      q1-beacon-accepts                         | C         | C         | C         | C         | C         | bare-C | bare-C | bare-C  | bare-C | C        | C         | .     | C      | C
      q1-beacon-accepts+                        | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q1-beacon-worker                          | C         | C         | C         | C         | C         | c-C    | c-C    | c-C     | c-C    | C        | C         | .     | C      | C
      q5                                        | CIV       | CI-V      | CIV       | CIV       | CIV       | c-CI   | c-CI   | cIV-C   | c-CI   | CI-V     | CIV       | .     | c-CI   | CI-V
      q6                                        | cIWVL     | cIWVL     | cIWVL     | cIWV-L    | cIWV-L    | ci-I   | ci-I   | cI      | ci-I   | cI-WV    | cIWVL     | .     | ci-I   | cI-WV
      q6 referral-decision set                  | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q6 referral-decision met                  | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q35                                       | C         | C         | C         | C         | C         | C      | c-C    | c-C     | c-C    | C        | C         | .     | c-C    | C
      q35-police                                | C         | C         | C         | C         | C         | C      | c-C    | c-C     | c-C    | C        | C         | .     | c-C    | C
      q7                                        | CW        | CW        | CW        | CW        | CW        | c-C    | c-C    | c-C     | c-C    | C-W      | CW        | .     | c-C    | C-W
      q8                                        | C         | C         | C         | C         | C         | c-C    | c-C    | c-C     | c-C    | C        | C         | .     | C      | C
      q9                                        | CIVH      | CIVH      | CIVH      | CIV-H     | CIV-H     | c-CI   | c-CI   | cI-C    | c-CI   | CI-VH    | CIVH      | .     | c-CI   | CI-V
      q9-decision                               | CW        | CW        | CW        | CW        | CW        | c-C    | c-C    | c-C     | c-C    | C-W      | CW        | .     | c-C    | C-W
      q9-decision core-assessment set           | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q9-decision core-assessment missed        | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q9-decision initial-assessment set        | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q9-decision initial-assessment missed     | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q9-responsibility                         | C         | C         | C         | C         | C         | c-C    | c-C    | c-C     | c-C    | C        | C         | .     | c-C    | C
      q9-worker                                 | C         | C         | C         | C         | C         | c-C    | c-C    | c-C     | c-C    | C        | C         | .     | c-C    | C
      q10                                       | CIWVH     | CIWVH     | CIWVH     | CIWV-H    | CIWV-H    | c-CI   | c-CI   | cI-C    | c-CI   | CI-WVH   | CIWVH     | .     | c-CI   | CI-WV
      q10 first-looked-after-review set         | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q10 first-looked-after-review missed      | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q11                                       | CWVL      | CWVL      | CWVL      | CWV-L     | CWV-L     | c-C    | c-C    | c-C     | c-C    | C-WV     | CWVL      | .     | c-C    | C-WV
      q11 safety-plan set                       | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q11 safety-plan met                       | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q12                                       | cWVPL     | cWVPL     | cWVL-P    | cWVP-L    | cWVP-L    | c-P    | c-P    | c-P     | c      | cw-WVP   | cWVL-P    | .     | c      | cwP-WV
      q12-view                                  | cWV       | cWV       | cWV       | cWV       | cWV       | c      | c      | bare    | bare   | c-WV     | cWV       | .     | c      | c-WV
      q13                                       | CIWVPML   | CIWVPML   | CIWVL-PM  | CIWVP-ML  | CIWVP-ML  | c-CIP  | c-CIP  | cI-CP   | cM-CI  | CIw-WVPM | CIWVL-PM  | .     | c-CI   | CIwP-WVM
      q13 reasonable-grounds set                | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q13 reasonable-grounds met                | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q13-to-authority                          | CIWVL     | CIWVL     | CIWVL     | CIWV-L    | CIWV-L    | ci-CI  | ci-CI  | cI-C    | ci-CI  | CIWVL    | CIWVL     | .     | ci-CI  | CI-WV
      q14                                       | bare-P    | bare-P    | bare-P    | P         | P         | bare-P | bare-P | bare-P  | bare   | bare-P   | bare-P    | .     | bare   | P
      q15                                       | CIWVHPL   | CIWVHPL   | CIWVHL-P  | CIWVP-HL  | CIWVP-HL  | c-CIP  | c-CIP  | cI-CP   | c-CI   | CIw-WVHP | CIWVHL-P  | .     | c-CI   | CIwP-WV
      q16                                       | CW-P      | CW-P      | CW-P      | CWP       | CWP       | c-CP   | c-CP   | c-CP    | c-C    | C-WP     | CW-P      | .     | c-C    | CP-W
      q18                                       | C         | C         | C         | C         | C         | C      | c-C    | c-C     | c-C    | C        | C         | .     | c-C    | C
      q19                                       | CW-P      | CW-P      | CW-P      | CWP       | CWP       | c-CP   | c-CP   | c-CP    | c-C    | C-WP     | CW-P      | .     | c-C    | CP-W
      q19-investigator                          | c-P       | c-P       | c-P       | cP        | cP        | c-P    | c-P    | c-P     | c      | c-P      | c-P       | .     | c      | cP
      q13-authority-accepts                     | C         | C         | C         | C         | C         | bare-C | bare-C | bare-C  | bare-C | C        | C         | .     | bare-C | C
      q13-authority-accepts+                    | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q20                                       | CWHPL     | CWHPL     | CWHL-P    | CWP-HL    | CWP-HL    | c-CP   | c-CP   | c-CP    | c-C    | C-WHP    | CWHL-P    | .     | c-C    | CP-W
      q20 child-protection-conference set       | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q20 child-protection-conference missed    | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q20-enquiry                               | CW        | CW        | CW        | CW        | CW        | c-C    | c-C    | c-C     | c-C    | Cw-W     | CW        | .     | c-C    | Cw-W
      q22                                       | CW-M      | CW-M      | CW-M      | CW-M      | CW-M      | c-C    | c-C    | c-C     | cM-C   | C-WM     | CW-M      | .     | c-C    | C-WM
      q22 conclusive-grounds set                | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q22 conclusive-grounds missed             | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q23                                       | c-P       | c-P       | c-P       | cP        | cP        | c-P    | c-P    | c-P     | c      | c-P      | c-P       | .     | c      | cP
      q25                                       | cIWVHL-PM | cIW-VHPML | cIWVHL-PM | cIWVP-HML | cIWVP-HML | ci-IP  | ci-IP  | cI-P    | ciM-I  | cI-WVHPM | cIWVHL-PM | .     | ci-I   | cIP-WVM
      q36                                       | cIV-P     | cI-VP     | cIV-P     | cIVP      | cIVP      | c-IP   | c-IP   | cI-P    | c-I    | cI-VP    | cIV-P     | .     | c-I    | cIP-V
      q26                                       | cI        | cI        | cI        | cI        | cI        | c-I    | cI     | cI      | c-I    | cI       | cI        | .     | c-I    | cI
      q28                                       | C         | C         | C         | C         | C         | c-C    | C      | c-C     | c-C    | C        | C         | .     | c-C    | C
      q28-police                                | C         | C         | C         | C         | C         | c-C    | C      | c-C     | c-C    | C        | C         | .     | c-C    | C
      q27                                       | cIWVHL-P  | cIW-VHPL  | cIWVHL-P  | cIWVP-HL  | cIWVP-HL  | c-IP   | c-IP   | cI-P    | c-I    | cIw-WVHP | cIWVHL-P  | .     | c-I    | cIwP-WV
      q27 return-interview set                  | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q27 return-interview met                  | c         | c         | c         | c         | c         | c      | c      | bare    | bare   | c        | c         | .     | c      | c
      q27-offered                               | cWL       | cWL       | cWL       | cW-L      | cW-L      | c      | c      | c       | c      | c-W      | cWL       | .     | c      | c-W
      q29-to-northmere                          | CIWVL     | CIWVL     | CIWVL     | CIWV-L    | CIWV-L    | ci-CI  | ci-CI  | cI-C    | ci-CI  | CI-WV    | CIWVL     | .     | ci-CI  | CI-WV
      q29-to-northmere decision-on-referral set | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q29-to-northmere decision-on-referral met | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q29-accepted                              | C         | C         | C         | C         | C         | bare-C | bare-C | bare-C  | bare-C | C        | C         | .     | bare-C | C
      q29-accepted+                             | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q29-transfer                              | CWV       | CWV       | CWV       | CWV       | CWV       | c-C    | c-C    | c-C     | c-C    | C-WV     | CWV       | .     | c-C    | C-WV
      q29                                       | C         | C         | C         | C         | C         | c-C    | c-C    | c-C     | c-C    | C        | C         | .     | c-C    | C
      q31-to-guardians                          | CIWVL     | CIWVL     | CIWVL     | CIWV-L    | CIWV-L    | ci-CI  | ci-CI  | cI-C    | ci-CI  | CI-WV    | CIWVL     | CIWVL | ci-CI  | CI-WV
      q31-accepted                              | C         | C         | C         | C         | C         | bare-C | bare-C | bare-C  | bare-C | C        | C         | C     | bare-C | C
      q31-accepted+                             | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | c     | c      | c
      q30                                       | CWVHPL    | CWVHPL    | CWVHL-P   | CWVP-HL   | CWVP-HL   | c-CP   | c-CP   | bare-CP | bare-C | Cw-WVHP  | CWVHL-P   | .     | c-C    | CwP-WV
      q32-to-prosecutor                         | CIWVL     | CIW-VL    | CIWVL     | CIWVL     | CIWVL     | ci-CI  | ci-CI  | cI-C    | ci-CI  | CI-WV    | CIWVL     | .     | ci-CI  | CIWVL
      q32-accepted                              | C         | C         | C         | C         | C         | bare-C | bare-C | bare-C  | bare-C | C        | C         | .     | bare-C | C
      q32-accepted+                             | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q31                                       | CW        | CW        | CW        | CW        | CW        | c-C    | c-C    | c-C     | c-C    | C-W      | CW        | CW    | c-C    | C-W
      q32                                       | C-PM      | C-PM      | C-PM      | CP-M      | CP-M      | c-CP   | c-CP   | c-CP    | cM-C   | C-PM     | C-PM      | .     | c-C    | CP-M
      q38-to-asylum                             | CIWVL     | CIWVL     | CIWVL     | CIWV-L    | CIWV-L    | ci-CI  | ci-CI  | cI-C    | CIWL   | CI-WV    | CIWVL     | .     | ci-CI  | CI-WV
      q38-accepted                              | C         | C         | C         | C         | C         | bare-C | bare-C | bare-C  | bare-C | C        | C         | .     | bare-C | C
      q38-accepted+                             | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q37                                       | cWVL      | cWVL      | cWVL      | cWV-L     | cWV-L     | c      | c      | c       | c      | c-WV     | cWVL      | .     | c      | c-WV
      q33                                       | CWVL      | CWVL      | CWVL      | CWV-L     | CWV-L     | c-C    | c-C    | c-C     | c-C    | C-WV     | CWVL      | .     | c-C    | C-WV
      q33 safety-plan set                       | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q33 safety-plan missed                    | c         | c         | c         | c         | c         | c      | c      | c       | c      | c        | c         | .     | c      | c
      q38                                       | Cm-M      | Cm-M      | Cm-M      | C-M       | C-M       | bare-C | bare-C | bare-C  | M-C    | Cm-M     | Cm-M      | .     | bare-C | Cm-M
      q39                                       | cWV       | cW-V      | cWV       | cWV       | cWV       | c      | c      | c       | c      | c-WV     | cWV       | cWV   | c      | c-WV
    `;
    expect(await differ(table)).toEqual([]);
  });
});

describe('nobody else sees Quan', () => {
  it.each([
    ['a border officer who is not a safeguarding officer', 'olive-border', 'safeguarding'],
    [
      'a manager of the authority that declined him, whose team does not work with him',
      'paul-northmere',
      'safeguarding',
    ],
    ['another authority', 'grace-northbridge', 'safeguarding'],
    ['another charity', 'amina-lantern', 'safeguarding'],
    ['a force that has no part in it', 'priya-metro', 'criminal-investigation'],
    ['a reviewer of the board, as no review is open', 'edmund-board', 'review'],
  ] as const)('%s is answered as if there were no such case', async (_, person, purpose) => {
    for (const query of ['timeline(caseId: $id) { edges { cursor } }', 'case(id: $id) { entries }']) {
      const hidden = await asked(throughline, { as: person, purpose, query, variables: { id: quan } });
      const absent = await asked(throughline, { as: person, purpose, query, variables: { id: unknownCase } });
      expect(hidden.body).toBe(absent.body);
      expect(refusalOf(hidden)).toBe('NOT_FOUND');
    }
  });
});
