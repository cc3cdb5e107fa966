import { describe, expect, it } from '@jest/globals';
import { asked, refusalOf, unknownCase } from './asking.fixture.js';
import { caseOf } from './samples.fixture.js';
import { differences, type Reader } from './seen.fixture.js';
import { throughline } from './running.fixture.js';

const adaeze = caseOf('adaeze');
const readers: Readonly<Record<string, Reader>> = {
  // Southquay, which is responsible since February 2011
  yewande: { person: 'yewande-southquay', caseId: adaeze }, // allocated worker
  carol: { person: 'carol-southquay', caseId: adaeze }, // her manager
  keith: { person: 'keith-southquay', caseId: adaeze }, // duty worker
  peter: { person: 'peter-southquay', caseId: adaeze }, // reviewing officer
  esther: { person: 'esther-harbour', caseId: adaeze }, // support worker
  priya: { person: 'priya-metro', caseId: adaeze }, // investigator
  alan: { person: 'alan-metro', caseId: adaeze }, // her supervisor
  tom: { person: 'tom-metro', caseId: adaeze }, // officer at the front office
  samir: { person: 'samir-border', caseId: adaeze }, // safeguarding officer
  nina: { person: 'nina-asylum', purpose: 'asylum-decision', caseId: adaeze },
  frances: { person: 'frances-authority', purpose: 'nrm-decision', caseId: adaeze },
  leila: { person: 'leila-riverside', caseId: adaeze }, // safeguarding lead of the clinic
  ian: { person: 'ian-hilltop', caseId: adaeze }, // safeguarding lead of the school
};
const differ = (table: string, asOf?: string) =>
  differences(throughline, 'adaeze', table, (who) => readers[who]!, asOf);

// Cells are explained in seen.fixture.ts. A label with + is the joining that followed from an acceptance.
describe('what each agency sees of Adaeze', () => {
  it('is four records the day before they are linked, each agency with its own', async () => {
    const table = `
                                                           | yewande | carol | keith | peter  | esther   | priya     | alan      | tom    | samir | nina | frances | leila | ian
      a3                                                   | .       | .     | .     | .      | .        | .         | .         | .      | .     | .    | .       | .     | cWV
      a4                                                   | cIWVL   | cIWVL | cIWVL | cIW-VL | .        | .         | .         | .      | .     | .    | .       | .     | .
      a4 referral-decision set                             | c       | c     | c     | c      | .        | .         | .         | .      | .     | .    | .       | .     | .
      a4 referral-decision missed                          | c       | c     | c     | c      | .        | .         | .         | .      | .     | .    | .       | .     | .
      a5                                                   | ciWV    | ciWV  | ciWV  | ciW-V  | .        | .         | .         | .      | .     | .    | .       | .     | .
      a6                                                   | CIV     | CIV   | CIV   | CI-V   | .        | .         | .         | .      | .     | .    | .       | .     | .
      a7                                                   | CW      | CW    | CW    | CW     | .        | .         | .         | .      | .     | .    | .       | .     | .
      a8                                                   | .       | .     | .     | .      | cIWVL    | cIWV-L    | cIWV-L    | ci-I   | .     | .    | .       | .     | .
      a8-worker                                            | .       | .     | .     | .      | C        | C         | C         | c-C    | .     | .    | .       | .     | .
      a2                                                   | .       | .     | .     | .      | cIWVHPML | cIWVP-HML | cIWVP-HML | ci-IP  | .     | .    | .       | .     | .
      a8-to-police                                         | .       | .     | .     | .      | CIWVL    | CIWVL     | CIWVL     | CIWVL  | .     | .    | .       | .     | .
      a8-to-police crime-recording-on-referral set         | .       | .     | .     | .      | c        | c         | c         | c      | .     | .    | .       | .     | .
      a8-to-police crime-recording-on-referral missed      | .       | .     | .     | .      | c        | c         | c         | c      | .     | .    | .       | .     | .
      a8-police-accept                                     | .       | .     | .     | .      | bare-C   | C         | C         | bare-C | .     | .    | .       | .     | .
      a8-police-accept+                                    | .       | .     | .     | .      | c        | c         | c         | c      | .     | .    | .       | .     | .
      a9                                                   | .       | .     | .     | .      | ci-I     | cIWVL     | cIWVL     | ci-I   | .     | .    | .       | .     | .
      a9 crime-recording set                               | .       | .     | .     | .      | c        | c         | c         | c      | .     | .    | .       | .     | .
      a9 crime-recording missed                            | .       | .     | .     | .      | c        | c         | c         | c      | .     | .    | .       | .     | .
      a9-to-investigate                                    | .       | .     | .     | .      | CIWVL    | CIWVL     | CIWVL     | CIWVL  | .     | .    | .       | .     | .
      a9-to-investigate crime-recording-on-referral set    | .       | .     | .     | .      | c        | c         | c         | c      | .     | .    | .       | .     | .
      a9-to-investigate crime-recording-on-referral missed | .       | .     | .     | .      | c        | c         | c         | c      | .     | .    | .       | .     | .
      a10                                                  | .       | .     | .     | .      | c-C      | C         | C         | c-C    | .     | .    | .       | .     | .
      a1                                                   | .       | .     | .     | .      | .        | .         | .         | .      | cIM-C | .    | .       | .     | .
    `;
    expect(await differ(table, '2010-02-15T12:00:00.000Z')).toEqual([]);
  });

  it('is one case in the summer of 2010, with two determinations that rest on each other and a record corrected', async () => {
    const table = `
                                                           | yewande | carol     | keith  | peter     | esther   | priya     | alan      | tom    | samir      | nina   | frances   | leila  | ian
      a3                                                   | .       | .         | .      | .         | .        | .         | .         | .      | .          | .      | .         | .      | cWV
      a4                                                   | cIWVL   | cIWVL     | cIWVL  | cIW-VL    | ci-I     | cIWV-L    | cIWV-L    | ci-I   | cI         | ci-I   | cI-WV     | cI     | .
      a4 referral-decision set                             | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a4 referral-decision missed                          | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a5                                                   | ciWV    | ciWV      | ciWV   | ciW-V     | ci       | ciWV      | ciWV      | ci     | bare       | bare   | ci-WV     | ci     | .
      a6                                                   | CIV     | CIV       | CIV    | CI-V      | c-CI     | CIV       | CIV       | c-CI   | cI-C       | c-CI   | CI-V      | cI-C   | .
      a7                                                   | CW      | CW        | CW     | CW        | c-C      | CW        | CW        | c-C    | c-C        | c-C    | C-W       | c-C    | .
      a8                                                   | cI      | cI-VL     | cI     | cI-VL     | cIWVL    | cIWV-L    | cIWV-L    | ci-I   | cI         | ci-I   | cI-WV     | cI     | .
      a8-worker                                            | c-C     | c-C       | c-C    | c-C       | C        | C         | C         | c-C    | c-C        | c-C    | C         | c-C    | .
      a2                                                   | cI-PM   | cI-VHPML  | cI-PM  | cI-VHPML  | cIWVHPML | cIWVP-HML | cIWVP-HML | ci-IP  | bare-P     | bare-I | cIw-WVHPM | cI     | .
      a8-to-police                                         | cI-C    | cI-CVL    | cI-C   | cI-CVL    | CIWVL    | CIWVL     | CIWVL     | CIWVL  | cI-C       | ci-CI  | CI-WV     | cI-C   | .
      a8-to-police crime-recording-on-referral set         | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a8-to-police crime-recording-on-referral missed      | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a8-police-accept                                     | bare-C  | bare-C    | bare-C | bare-C    | bare-C   | C         | C         | bare-C | bare-C     | bare-C | C         | bare-C | .
      a8-police-accept+                                    | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a9                                                   | cI      | cI-VL     | cI     | cI-VL     | ci-I     | cIWVL     | cIWVL     | ci-I   | cI         | ci-I   | cI-WV     | cI     | .
      a9 crime-recording set                               | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a9 crime-recording missed                            | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a9-to-investigate                                    | cI-C    | cI-CVL    | cI-C   | cI-CVL    | CIWVL    | CIWVL     | CIWVL     | CIWVL  | cI-C       | ci-CI  | CI-WV     | cI-C   | .
      a9-to-investigate crime-recording-on-referral set    | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a9-to-investigate crime-recording-on-referral missed | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a10                                                  | c-C     | c-C       | c-C    | c-C       | c-C      | C         | C         | c-C    | c-C        | c-C    | C         | c-C    | .
      a1                                                   | cI-CM   | cI-CM     | cI-CM  | cI-CM     | CIM      | CI-M      | CI-M      | ci-CI  | cIM-C      | ciM-CI | CI-M      | cI-C   | .
      a31                                                  | C       | C         | C      | C         | C        | C         | C         | c-C    | C          | c-C    | C         | c-C    | .
      a31-southquay                                        | C       | C         | C      | C         | c-C      | C         | C         | c-C    | C          | c-C    | C         | c-C    | .
      a31-border                                           | C       | C         | C      | C         | c-C      | C         | C         | c-C    | C          | c-C    | C         | c-C    | .
      a11-to-asylum                                        | cI-C    | cI-CVL    | cI-C   | cI-CVL    | CIWVL    | CIWV-L    | CIWV-L    | ci-CI  | cI-C       | CIWL   | CI-WV     | cI-C   | .
      a11-accepted                                         | bare-C  | bare-C    | bare-C | bare-C    | bare-C   | C         | C         | bare-C | bare-C     | C      | C         | bare-C | .
      a11-accepted+                                        | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a11                                                  | cI-M    | cI-M      | cI-M   | cI-M      | ci-I     | cI-M      | cI-M      | ci-I   | cI         | cIM    | cIm-M     | cI     | .
      a11-worker                                           | c-C     | c-C       | c-C    | c-C       | c-C      | C         | C         | c-C    | c-C        | C      | C         | c-C    | .
      a12                                                  | cI-C    | cI-CVH    | cI-C   | cI-CVH    | c-CI     | CIV-H     | CIV-H     | c-CI   | cIVH-C     | c-CI   | CI-VH     | cI-C   | .
      a13                                                  | C       | C         | C      | C         | c-C      | C         | C         | c-C    | c-C        | c-C    | C         | c-C    | .
      a14                                                  | cI-CPM  | cI-CVPML  | cI-CPM | cI-CVPML  | c-CI     | CIWVP-ML  | CIWVP-ML  | c-CIP  | cIWVM-CP   | cM-CI  | CIw-WVPM  | cI-C   | .
      a14 reasonable-grounds set                           | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a14 reasonable-grounds met                           | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a14-to-authority                                     | cI-C    | cI-CVL    | cI-C   | cI-CVL    | ci-CI    | CIWV-L    | CIWV-L    | ci-CI  | cIWV-C     | ci-CI  | CIWVL     | cI-C   | .
      a14-authority-accepts                                | bare-C  | bare-C    | bare-C | bare-C    | bare-C   | C         | C         | bare-C | bare-C     | bare-C | C         | bare-C | .
      a14-authority-accepts+                               | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a15                                                  | c-CM    | c-CM      | c-CM   | c-CM      | c-C      | CW-M      | CW-M      | c-C    | c-C        | cM-C   | C-WM      | c-C    | .
      a16                                                  | c-M     | c-VM      | c-M    | c-VM      | cWVM     | cWV-M     | cWV-M     | c      | c          | cM     | c-WVM     | c      | .
      a17                                                  | cI-C    | cI-CV     | cI-C   | cI-CV     | CIV      | CIV       | CIV       | c-CI   | cI-C       | c-CI   | CI-V      | cI-C   | .
      a18-to-clinic                                        | cI-C    | cI-CVL    | cI-C   | cI-CVL    | CIWVL    | CIWV-L    | CIWV-L    | ci-CI  | cI-C       | ci-CI  | CI-WV     | CIWVL  | .
      a18-accepted                                         | bare-C  | bare-C    | bare-C | bare-C    | bare-C   | C         | C         | bare-C | bare-C     | bare-C | C         | bare-C | .
      a18-accepted+                                        | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a18                                                  | cI-C    | cI-CVH    | cI-C   | cI-CVH    | c-CI     | CIV-H     | CIV-H     | c-CI   | cI-C       | c-CI   | CI-VH     | cIVH-C | .
      a19                                                  | c-C     | c-C       | c-C    | c-C       | Ca       | C         | C         | c-C    | ca-C       | c-C    | C         | c-C    | .
      a20                                                  | cI-CPM  | cI-CVHPML | cI-CPM | cI-CVHPML | c-CI     | CIWVP-HML | CIWVP-HML | c-CIP  | cIWVHMa-CP | cM-CI  | CI-WVHPM  | cI-C   | .
    `;
    expect(await differ(table, '2010-06-30T12:00:00.000Z')).toEqual([]);
  });

  it('is the same an hour after Southquay withdrew the first of them, before it became responsible', async () => {
    const table = `
                                                           | yewande | carol     | keith  | peter     | esther   | priya     | alan      | tom    | samir      | nina   | frances   | leila  | ian
      a3                                                   | .       | .         | .      | .         | .        | .         | .         | .      | .          | .      | .         | .      | cWV
      a4                                                   | cIWVL   | cIWVL     | cIWVL  | cIW-VL    | ci-I     | cIWV-L    | cIWV-L    | ci-I   | cI         | ci-I   | cI-WV     | cI     | .
      a4 referral-decision set                             | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a4 referral-decision missed                          | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a5                                                   | ciWV    | ciWV      | ciWV   | ciW-V     | ci       | ciWV      | ciWV      | ci     | bare       | bare   | ci-WV     | ci     | .
      a6                                                   | CIV     | CIV       | CIV    | CI-V      | c-CI     | CIV       | CIV       | c-CI   | cI-C       | c-CI   | CI-V      | cI-C   | .
      a7                                                   | CW      | CW        | CW     | CW        | c-C      | CW        | CW        | c-C    | c-C        | c-C    | C-W       | c-C    | .
      a8                                                   | cI      | cI-VL     | cI     | cI-VL     | cIWVL    | cIWV-L    | cIWV-L    | ci-I   | cI         | ci-I   | cI-WV     | cI     | .
      a8-worker                                            | c-C     | c-C       | c-C    | c-C       | C        | C         | C         | c-C    | c-C        | c-C    | C         | c-C    | .
      a2                                                   | cI-PM   | cI-VHPML  | cI-PM  | cI-VHPML  | cIWVHPML | cIWVP-HML | cIWVP-HML | ci-IP  | bare-P     | bare-I | cIw-WVHPM | cI     | .
      a8-to-police                                         | cI-C    | cI-CVL    | cI-C   | cI-CVL    | CIWVL    | CIWVL     | CIWVL     | CIWVL  | cI-C       | ci-CI  | CI-WV     | cI-C   | .
      a8-to-police crime-recording-on-referral set         | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a8-to-police crime-recording-on-referral missed      | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a8-police-accept                                     | bare-C  | bare-C    | bare-C | bare-C    | bare-C   | C         | C         | bare-C | bare-C     | bare-C | C         | bare-C | .
      a8-police-accept+                                    | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a9                                                   | cI      | cI-VL     | cI     | cI-VL     | ci-I     | cIWVL     | cIWVL     | ci-I   | cI         | ci-I   | cI-WV     | cI     | .
      a9 crime-recording set                               | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a9 crime-recording missed                            | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a9-to-investigate                                    | cI-C    | cI-CVL    | cI-C   | cI-CVL    | CIWVL    | CIWVL     | CIWVL     | CIWVL  | cI-C       | ci-CI  | CI-WV     | cI-C   | .
      a9-to-investigate crime-recording-on-referral set    | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a9-to-investigate crime-recording-on-referral missed | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a10                                                  | c-C     | c-C       | c-C    | c-C       | c-C      | C         | C         | c-C    | c-C        | c-C    | C         | c-C    | .
      a1                                                   | cI-CM   | cI-CM     | cI-CM  | cI-CM     | CIM      | CI-M      | CI-M      | ci-CI  | cIM-C      | ciM-CI | CI-M      | cI-C   | .
      a31                                                  | C       | C         | C      | C         | C        | C         | C         | c-C    | C          | c-C    | C         | c-C    | .
      a31-southquay                                        | C       | C         | C      | C         | c-C      | C         | C         | c-C    | C          | c-C    | C         | c-C    | .
      a31-border                                           | C       | C         | C      | C         | c-C      | C         | C         | c-C    | C          | c-C    | C         | c-C    | .
      a11-to-asylum                                        | cI-C    | cI-CVL    | cI-C   | cI-CVL    | CIWVL    | CIWV-L    | CIWV-L    | ci-CI  | cI-C       | CIWL   | CI-WV     | cI-C   | .
      a11-accepted                                         | bare-C  | bare-C    | bare-C | bare-C    | bare-C   | C         | C         | bare-C | bare-C     | C      | C         | bare-C | .
      a11-accepted+                                        | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a11                                                  | cI-M    | cI-M      | cI-M   | cI-M      | ci-I     | cI-M      | cI-M      | ci-I   | cI         | cIM    | cIm-M     | cI     | .
      a11-worker                                           | c-C     | c-C       | c-C    | c-C       | c-C      | C         | C         | c-C    | c-C        | C      | C         | c-C    | .
      a12                                                  | cI-C    | cI-CVH    | cI-C   | cI-CVH    | c-CI     | CIV-H     | CIV-H     | c-CI   | cIVH-C     | c-CI   | CI-VH     | cI-C   | .
      a13                                                  | C       | C         | C      | C         | c-C      | C         | C         | c-C    | c-C        | c-C    | C         | c-C    | .
      a14                                                  | cI-CPM  | cI-CVPML  | cI-CPM | cI-CVPML  | c-CI     | CIWVP-ML  | CIWVP-ML  | c-CIP  | cIWVM-CP   | cM-CI  | CIw-WVPM  | cI-C   | .
      a14 reasonable-grounds set                           | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a14 reasonable-grounds met                           | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a14-to-authority                                     | cI-C    | cI-CVL    | cI-C   | cI-CVL    | ci-CI    | CIWV-L    | CIWV-L    | ci-CI  | cIWV-C     | ci-CI  | CIWVL     | cI-C   | .
      a14-authority-accepts                                | bare-C  | bare-C    | bare-C | bare-C    | bare-C   | C         | C         | bare-C | bare-C     | bare-C | C         | bare-C | .
      a14-authority-accepts+                               | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a15                                                  | c-CM    | c-CM      | c-CM   | c-CM      | c-C      | CW-M      | CW-M      | c-C    | c-C        | cM-C   | C-WM      | c-C    | .
      a16                                                  | c-M     | c-VM      | c-M    | c-VM      | cWVM     | cWV-M     | cWV-M     | c      | c          | cM     | c-WVM     | c      | .
      a17                                                  | cI-C    | cI-CV     | cI-C   | cI-CV     | CIV      | CIV       | CIV       | c-CI   | cI-C       | c-CI   | CI-V      | cI-C   | .
      a18-to-clinic                                        | cI-C    | cI-CVL    | cI-C   | cI-CVL    | CIWVL    | CIWV-L    | CIWV-L    | ci-CI  | cI-C       | ci-CI  | CI-WV     | CIWVL  | .
      a18-accepted                                         | bare-C  | bare-C    | bare-C | bare-C    | bare-C   | C         | C         | bare-C | bare-C     | bare-C | C         | bare-C | .
      a18-accepted+                                        | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a18                                                  | cI-C    | cI-CVH    | cI-C   | cI-CVH    | c-CI     | CIV-H     | CIV-H     | c-CI   | cI-C       | c-CI   | CI-VH     | cIVH-C | .
      a19                                                  | c-C     | c-C       | c-C    | c-C       | Ca       | C         | C         | c-C    | ca-C       | c-C    | C         | c-C    | .
      a20                                                  | cI-CPM  | cI-CVHPML | cI-CPM | cI-CVHPML | c-CI     | CIWVP-HML | CIWVP-HML | c-CIP  | cIWVHMa-CP | cM-CI  | CI-WVHPM  | cI-C   | .
      a21-to-southquay                                     | CIWVL   | CIWVL     | CIWVL  | CIWVL     | CIWVL    | CIWV-L    | CIWV-L    | ci-CI  | cI-C       | ci-CI  | CI-WV     | cI-C   | .
      a21-to-southquay decision-on-referral set            | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a21-to-southquay decision-on-referral missed         | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a21-to-southquay decision-on-referral met            | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a21-accepted                                         | C       | C         | C      | C         | bare-C   | C         | C         | bare-C | bare-C     | bare-C | C         | bare-C | .
      a21-accepted+                                        | c       | c         | c      | c         | c        | c         | c         | c      | c          | c      | c         | c      | .
      a21                                                  | CW      | CW        | CW     | CW        | c-C      | CW        | CW        | c-C    | c-C        | c-C    | C-W       | c-C    | .
      a21-worker                                           | C       | C         | C      | C         | c-C      | C         | C         | c-C    | c-C        | c-C    | C         | c-C    | .
      a22                                                  | .       | .         | .      | .         | CWVa     | .         | .         | .      | .          | .      | .         | .      | .
      a23-completed                                        | CWVHM   | CWVHM     | CWVH-M | CW-VHM    | c-C      | CWV-HM    | CWV-HM    | c-C    | c-C        | cM-C   | C-WVHM    | c-C    | .
      a23                                                  | CIVH    | CIVH      | CIVH   | CI-VH     | c-CI     | CIV-H     | CIV-H     | c-CI   | cI-C       | c-CI   | CI-VH     | cI-C   | .
      a24                                                  | CW      | CW        | CW     | CW        | c-C      | CW        | CW        | c-C    | c-C        | c-C    | C-W       | c-C    | .
    `;
    expect(await differ(table, '2011-02-07T12:30:00.000Z')).toEqual([]);
  });

  it('is as it stands now, with the school that saw her first linked to it', async () => {
    const table = `
                                                           | yewande   | carol     | keith     | peter     | esther   | priya     | alan      | tom    | samir      | nina   | frances   | leila  | ian   
      a3                                                   | cWVL-P    | cW-VPL    | cWVL-P    | cW-VPL    | c        | cWVP-L    | cWVP-L    | c-P    | c-P        | c      | cw-WVP    | c      | cWV
      a4                                                   | cIWVL     | cIWVL     | cIWVL     | cIW-VL    | ci-I     | cIWV-L    | cIWV-L    | ci-I   | cI         | ci-I   | cI-WV     | cI     | cI
      a4 referral-decision set                             | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a4 referral-decision missed                          | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a5                                                   | ciWV      | ciWV      | ciWV      | ciW-V     | ci       | ciWV      | ciWV      | ci     | bare       | bare   | ci-WV     | ci     | ci
      a6                                                   | CIV       | CIV       | CIV       | CI-V      | c-CI     | CIV       | CIV       | c-CI   | cI-C       | c-CI   | CI-V      | cI-C   | cI-C
      a7                                                   | CW        | CW        | CW        | CW        | c-C      | CW        | CW        | c-C    | c-C        | c-C    | C-W       | c-C    | c-C
      a8                                                   | cIWVL     | cIW-VL    | cIWVL     | cIW-VL    | cIWVL    | cIWV-L    | cIWV-L    | ci-I   | cI         | ci-I   | cI-WV     | cI     | cI
      a8-worker                                            | C         | C         | C         | C         | C        | C         | C         | c-C    | c-C        | c-C    | C         | c-C    | c-C
      a2                                                   | cIwL-PM   | cIw-VHPML | cIwL-PM   | cIw-VHPML | cIWVHPML | cIWVP-HML | cIWVP-HML | ci-IP  | bare-P     | bare-I | cIw-WVHPM | cI     | cI
      a8-to-police                                         | CIWVL     | CIW-VL    | CIWVL     | CIW-VL    | CIWVL    | CIWVL     | CIWVL     | CIWVL  | cI-C       | ci-CI  | CI-WV     | cI-C   | cI-C
      a8-to-police crime-recording-on-referral set         | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a8-to-police crime-recording-on-referral missed      | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a8-to-police crime-recording-on-referral met         | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a8-police-accept                                     | C         | C         | C         | C         | bare-C   | C         | C         | bare-C | bare-C     | bare-C | C         | bare-C | bare-C
      a8-police-accept+                                    | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a9                                                   | cIWVL     | cIW-VL    | cIWVL     | cIW-VL    | ci-I     | cIWVL     | cIWVL     | ci-I   | cI         | ci-I   | cI-WV     | cI     | cI
      a9 crime-recording set                               | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a9 crime-recording missed                            | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a9 crime-recording met                               | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a9-to-investigate                                    | CIWVL     | CIW-VL    | CIWVL     | CIW-VL    | CIWVL    | CIWVL     | CIWVL     | CIWVL  | cI-C       | ci-CI  | CI-WV     | cI-C   | cI-C
      a9-to-investigate crime-recording-on-referral set    | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a9-to-investigate crime-recording-on-referral missed | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a9-to-investigate crime-recording-on-referral met    | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a10                                                  | C         | C         | C         | C         | c-C      | C         | C         | c-C    | c-C        | c-C    | C         | c-C    | c-C
      a1                                                   | CI-M      | CI-M      | CI-M      | CI-M      | CIM      | CI-M      | CI-M      | ci-CI  | cIM-C      | ciM-CI | CI-M      | cI-C   | cI-C
      a31                                                  | C         | C         | C         | C         | C        | C         | C         | c-C    | C          | c-C    | C         | c-C    | c-C
      a31-southquay                                        | C         | C         | C         | C         | c-C      | C         | C         | c-C    | C          | c-C    | C         | c-C    | c-C
      a31-border                                           | C         | C         | C         | C         | c-C      | C         | C         | c-C    | C          | c-C    | C         | c-C    | c-C
      a11-to-asylum                                        | CIWVL     | CIW-VL    | CIWVL     | CIW-VL    | CIWVL    | CIWV-L    | CIWV-L    | ci-CI  | cI-C       | CIWL   | CI-WV     | cI-C   | cI-C
      a11-accepted                                         | C         | C         | C         | C         | bare-C   | C         | C         | bare-C | bare-C     | C      | C         | bare-C | bare-C
      a11-accepted+                                        | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a11                                                  | cIm-M     | cIm-M     | cIm-M     | cIm-M     | ci-I     | cI-M      | cI-M      | ci-I   | cI         | cIM    | cIm-M     | cI     | cI
      a11-worker                                           | C         | C         | C         | C         | c-C      | C         | C         | c-C    | c-C        | C      | C         | c-C    | c-C
      a12                                                  | CIVH      | CI-VH     | CIVH      | CI-VH     | c-CI     | CIV-H     | CIV-H     | c-CI   | cIVH-C     | c-CI   | CI-VH     | cI-C   | cI-C
      a13                                                  | C         | C         | C         | C         | c-C      | C         | C         | c-C    | c-C        | c-C    | C         | c-C    | c-C
      a14                                                  | CIWVL-PM  | CIW-VPML  | CIWVL-PM  | CIW-VPML  | c-CI     | CIWVP-ML  | CIWVP-ML  | c-CIP  | cIWVM-CP   | cM-CI  | CIw-WVPM  | cI-C   | cI-C
      a14 reasonable-grounds set                           | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a14 reasonable-grounds met                           | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a14-to-authority                                     | CIWVL     | CIW-VL    | CIWVL     | CIW-VL    | ci-CI    | CIWV-L    | CIWV-L    | ci-CI  | cIWV-C     | ci-CI  | CIWVL     | cI-C   | cI-C
      a14-authority-accepts                                | C         | C         | C         | C         | bare-C   | C         | C         | bare-C | bare-C     | bare-C | C         | bare-C | bare-C
      a14-authority-accepts+                               | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a15                                                  | CW-M      | CW-M      | CW-M      | CW-M      | c-C      | CW-M      | CW-M      | c-C    | c-C        | cM-C   | C-WM      | c-C    | c-C
      a16                                                  | cWV-M     | cW-VM     | cWV-M     | cW-VM     | cWVM     | cWV-M     | cWV-M     | c      | c          | cM     | c-WVM     | c      | c
      a17                                                  | CIV       | CI-V      | CIV       | CI-V      | CIV      | CIV       | CIV       | c-CI   | cI-C       | c-CI   | CI-V      | cI-C   | cI-C
      a18-to-clinic                                        | CIWVL     | CIW-VL    | CIWVL     | CIW-VL    | CIWVL    | CIWV-L    | CIWV-L    | ci-CI  | cI-C       | ci-CI  | CI-WV     | CIWVL  | cI-C
      a18-accepted                                         | C         | C         | C         | C         | bare-C   | C         | C         | bare-C | bare-C     | bare-C | C         | bare-C | bare-C
      a18-accepted+                                        | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a18                                                  | CIVH      | CI-VH     | CIVH      | CI-VH     | c-CI     | CIV-H     | CIV-H     | c-CI   | cI-C       | c-CI   | CI-VH     | cIVH-C | cI-C
      a19                                                  | C         | C         | C         | C         | Ca       | C         | C         | c-C    | ca-C       | c-C    | C         | c-C    | c-C
      a20                                                  | CIWVHL-PM | CIW-VHPML | CIWVHL-PM | CIW-VHPML | c-CI     | CIWVP-HML | CIWVP-HML | c-CIP  | cIWVHMa-CP | cM-CI  | CI-WVHPM  | cI-C   | cI-C
      a21-to-southquay                                     | CIWVL     | CIWVL     | CIWVL     | CIWVL     | CIWVL    | CIWV-L    | CIWV-L    | ci-CI  | cI-C       | ci-CI  | CI-WV     | cI-C   | cI-C
      a21-to-southquay decision-on-referral set            | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a21-to-southquay decision-on-referral missed         | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a21-to-southquay decision-on-referral met            | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a21-accepted                                         | C         | C         | C         | C         | bare-C   | C         | C         | bare-C | bare-C     | bare-C | C         | bare-C | bare-C
      a21-accepted+                                        | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a21                                                  | CW        | CW        | CW        | CW        | c-C      | CW        | CW        | c-C    | c-C        | c-C    | C-W       | c-C    | c-C
      a21-worker                                           | C         | C         | C         | C         | c-C      | C         | C         | c-C    | c-C        | c-C    | C         | c-C    | c-C
      a22                                                  | .         | .         | .         | .         | CWVa     | .         | .         | .      | .          | .      | .         | .      | .
      a23-completed                                        | CWVHM     | CWVHM     | CWVH-M    | CW-VHM    | c-C      | CWV-HM    | CWV-HM    | c-C    | c-C        | cM-C   | C-WVHM    | c-C    | c-C
      a23                                                  | CIVH      | CIVH      | CIVH      | CI-VH     | c-CI     | CIV-H     | CIV-H     | c-CI   | cI-C       | c-CI   | CI-VH     | cI-C   | cI-C
      a24                                                  | CW        | CW        | CW        | CW        | c-C      | CW        | CW        | c-C    | c-C        | c-C    | C-W       | c-C    | c-C
      a24-responsibility                                   | C         | C         | C         | C         | c-C      | C         | C         | c-C    | c-C        | c-C    | C         | c-C    | c-C
      a25                                                  | cWVP      | cWVP      | cWV-P     | cW-VP     | c        | cWVP      | cWVP      | c-P    | c-P        | c      | cw-WVP    | c      | c
      a26                                                  | CW-M      | CW-M      | CW-M      | CW-M      | c-C      | CW-M      | CW-M      | c-C    | c-C        | cM-C   | C-WM      | c-C    | c-C
      a26 conclusive-grounds set                           | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a26 conclusive-grounds missed                        | c         | c         | c         | c         | c        | c         | c         | c      | c          | c      | c         | c      | c
      a27                                                  | C-P       | C-P       | C-P       | C-P       | c-C      | CP        | CP        | c-CP   | c-CP       | c-C    | C-P       | c-C    | c-C
      a27-investigator                                     | c-P       | c-P       | c-P       | c-P       | c        | cP        | cP        | c-P    | c-P        | c      | c-P       | c      | c
      a28                                                  | c-P       | c-P       | c-P       | c-P       | c        | cP        | cP        | c-P    | c-P        | c      | c-P       | c      | c
      a29                                                  | CIVH      | CI-VH     | CIVH      | CI-VH     | c-CI     | CIV-H     | CIV-H     | c-CI   | cIVH-C     | c-CI   | CI-VH     | cI-C   | cI-C
      a30-proposed                                         | cI        | cI        | cI        | cI        | c-I      | cI        | cI        | c-I    | cI         | c-I    | cI        | cI     | cI
      a30                                                  | C         | C         | C         | C         | c-C      | C         | C         | c-C    | c-C        | c-C    | C         | c-C    | C
    `;
    expect(await differ(table)).toEqual([]);
  });
});

describe('nobody else sees Adaeze', () => {
  it.each([
    ['a border officer who is not a safeguarding officer', 'olive-border', 'safeguarding'],
    ['another authority', 'grace-northbridge', 'safeguarding'],
    ['another charity', 'amina-lantern', 'safeguarding'],
    ['another force', 'kate-westmarch', 'criminal-investigation'],
    ['another hospital', 'ruth-st-brides', 'safeguarding'],
    ['a guardian of another child', 'isla-guardians', 'safeguarding'],
    ['a reviewer of the board, as no review is open', 'edmund-board', 'review'],
    ['a prosecutor of another case', 'theo-prosecutor', 'court'],
  ] as const)('%s is answered as if there were no such case', async (_, person, purpose) => {
    for (const query of ['timeline(caseId: $id) { edges { cursor } }', 'case(id: $id) { entries }']) {
      const hidden = await asked(throughline, { as: person, purpose, query, variables: { id: adaeze } });
      const absent = await asked(throughline, { as: person, purpose, query, variables: { id: unknownCase } });
      expect(hidden.body).toBe(absent.body);
      expect(refusalOf(hidden)).toBe('NOT_FOUND');
    }
  });
});
