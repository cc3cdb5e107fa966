import { describe, expect, it } from '@jest/globals';
import { asked, refusalOf, unknownCase, typesSeen } from './asking.fixture.js';
import { caseOf } from './samples.fixture.js';
import { differences, type Reader } from './seen.fixture.js';
import { throughline } from './running.fixture.js';

const miriam = caseOf('miriam');
const readers: Readonly<Record<string, Reader>> = {
  // Children's services: Northbridge is responsible, Eastmoor disputes that its record is of her.
  grace: { person: 'grace-northbridge', caseId: miriam }, // allocated worker
  helen: { person: 'helen-northbridge', caseId: miriam }, // her manager
  dawn: { person: 'dawn-northbridge', caseId: miriam }, // duty worker
  martin: { person: 'martin-northbridge', caseId: miriam }, // duty worker, of the family of the suspect
  rupert: { person: 'rupert-northbridge', caseId: miriam }, // reviewing officer
  omar: { person: 'omar-eastmoor', caseId: caseOf('miriam-eastmoor') }, // duty worker of the other authority
  amina: { person: 'amina-lantern', caseId: miriam }, // support worker
  priya: { person: 'priya-metro', caseId: miriam }, // investigator
  alan: { person: 'alan-metro', caseId: miriam }, // her supervisor
  tom: { person: 'tom-metro', caseId: miriam }, // officer, custody
  samir: { person: 'samir-border', caseId: miriam }, // safeguarding officer
  gareth: { person: 'gareth-asylum', purpose: 'asylum-decision', caseId: miriam },
  frances: { person: 'frances-authority', purpose: 'nrm-decision', caseId: miriam },
  ruth: { person: 'ruth-st-brides', caseId: miriam }, // named nurse
};
const differ = (table: string, asOf?: string) =>
  differences(throughline, 'miriam', table, (name) => readers[name]!, asOf);
// Cells are explained in seen.fixture.ts. A label with + is the joining that followed from an acceptance.
describe('what each agency sees of Miriam', () => {
  it('is four records in four places, the day after she was turned away for the third time', async () => {
    const table = `
                                  | grace | helen | dawn  | martin | rupert | omar | amina | priya    | alan     | tom   | samir | gareth | frances | ruth  
      m3                          | .     | .     | .     | .      | .      | .    | .     | .        | .        | .     | .     | .      | .       | cIWVHL
      m5                          | cIWVL | cIWVL | cIWVL | cIWVL  | cIW-VL | .    | .     | .        | .        | .     | .     | .      | .       | .
      m5 referral-decision set    | c     | c     | c     | c      | c      | .    | .     | .        | .        | .     | .     | .      | .       | .
      m5 referral-decision missed | c     | c     | c     | c      | c      | .    | .     | .        | .        | .     | .     | .      | .       | .
      m6                          | CW    | CW    | CW    | CW     | CW     | .    | .     | .        | .        | .     | .     | .      | .       | .
      m8                          | .     | .     | .     | .      | .      | cIWV | .     | .        | .        | .     | .     | .      | .       | .
      m8 referral-decision set    | .     | .     | .     | .      | .      | c    | .     | .        | .        | .     | .     | .      | .       | .
      m8 referral-decision missed | .     | .     | .     | .      | .      | c    | .     | .        | .        | .     | .     | .      | .       | .
      m9                          | .     | .     | .     | .      | .      | cW-C | .     | .        | .        | .     | .     | .      | .       | .
      m10                         | .     | .     | .     | .      | .      | .    | .     | cIWVHPML | cIWVHPML | ci-IP | .     | .      | .       | .
      m11                         | .     | .     | .     | .      | .      | .    | .     | cIVP     | cIVP     | c-IP  | .     | .      | .       | .
      m12                         | cIWVL | cIWVL | cIWVL | cIWVL  | cIW-VL | .    | .     | .        | .        | .     | .     | .      | .       | .
      m12 referral-decision set   | c     | c     | c     | c      | c      | .    | .     | .        | .        | .     | .     | .      | .       | .
      m13                         | CW    | CW    | CW    | CW     | CW     | .    | .     | .        | .        | .     | .     | .      | .       | .
    `;
    expect(await differ(table, '2008-10-01T12:00:00.000Z')).toEqual([]);
  });

  it('is one case with a referral to each agency at the end of 2010, before the records are linked', async () => {
    const table = `
                                                        | grace  | helen    | dawn    | martin | rupert   | omar | amina    | priya     | alan      | tom    | samir | gareth | frances   | ruth  
      m3                                                | .      | .        | .       | .      | .        | .    | .        | .         | .         | .      | .     | .      | .         | cIWVHL
      m5                                                | cIWVL  | cIWVL    | cIWVL   | cIWVL  | cIW-VL   | .    | .        | .         | .         | .      | .     | .      | .         | .
      m5 referral-decision set                          | c      | c        | c       | c      | c        | .    | .        | .         | .         | .      | .     | .      | .         | .
      m5 referral-decision missed                       | c      | c        | c       | c      | c        | .    | .        | .         | .         | .      | .     | .      | .         | .
      m6                                                | CW     | CW       | CW      | CW     | CW       | .    | .        | .         | .         | .      | .     | .      | .         | .
      m8                                                | .      | .        | .       | .      | .        | cIWV | .        | .         | .         | .      | .     | .      | .         | .
      m8 referral-decision set                          | .      | .        | .       | .      | .        | c    | .        | .         | .         | .      | .     | .      | .         | .
      m8 referral-decision missed                       | .      | .        | .       | .      | .        | c    | .        | .         | .         | .      | .     | .      | .         | .
      m9                                                | .      | .        | .       | .      | .        | cW-C | .        | .         | .         | .      | .     | .      | .         | .
      m10                                               | .      | .        | .       | .      | .        | .    | .        | cIWVHPML  | cIWVHPML  | ci-IP  | .     | .      | .         | .
      m11                                               | .      | .        | .       | .      | .        | .    | .        | cIVP      | cIVP      | c-IP   | .     | .      | .         | .
      m12                                               | cIWVL  | cIWVL    | cIWVL   | cIWVL  | cIW-VL   | .    | .        | .         | .         | .      | .     | .      | .         | .
      m12 referral-decision set                         | c      | c        | c       | c      | c        | .    | .        | .         | .         | .      | .     | .      | .         | .
      m12 referral-decision missed                      | c      | c        | c       | c      | c        | .    | .        | .         | .         | .      | .     | .      | .         | .
      m13                                               | CW     | CW       | CW      | CW     | CW       | .    | .        | .         | .         | .      | .     | .      | .         | .
      m15                                               | cI     | cI-VL    | cI      | cI     | cI-VL    | .    | cIWVL    | cIWV-L    | cIWV-L    | ci-I   | .     | ci-I   | cI-WV     | .
      m15-worker                                        | c-C    | c-C      | c-C     | c-C    | c-C      | .    | C        | C         | C         | c-C    | .     | c-C    | C         | .
      m2                                                | cI-PM  | cI-VHPML | cI-PM   | .      | cI-VHPML | .    | cIWVHPML | cIWVP-HML | cIWVP-HML | ci-IP  | .     | bare-I | cIw-WVHPM | .
      m2-interpreter                                    | cI-C   | cI-C     | cI-C    | .      | cI-C     | .    | CIW      | CIW       | CIW       | c-CI   | .     | c-CI   | CI-W      | .
      m4                                                | cI-PM  | cI-VHPML | cI-PM   | cI-PM  | cI-VHPML | .    | cIWVHPML | cIWVP-HML | cIWVP-HML | ci-IP  | .     | bare-I | cIw-WVHPM | .
      m15-to-northbridge                                | CIWVL  | CIWVL    | CIWVL   | CIWVL  | CIWVL    | .    | CIWVL    | CIWV-L    | CIWV-L    | ci-CI  | .     | ci-CI  | CI-WV     | .
      m15-to-northbridge decision-on-referral set       | c      | c        | c       | c      | c        | .    | c        | c         | c         | c      | .     | c      | c         | .
      m15-to-northbridge decision-on-referral met       | c      | c        | c       | c      | c        | .    | c        | c         | c         | c      | .     | c      | c         | .
      m15-to-police                                     | cI-C   | cI-CVL   | cI-C    | cI-C   | cI-CVL   | .    | CIWVL    | CIWVL     | CIWVL     | CIWVL  | .     | ci-CI  | CI-WV     | .
      m15-to-police crime-recording-on-referral set     | c      | c        | c       | c      | c        | .    | c        | c         | c         | c      | .     | c      | c         | .
      m15-to-police crime-recording-on-referral missed  | c      | c        | c       | c      | c        | .    | c        | c         | c         | c      | .     | c      | c         | .
      m15-to-police crime-recording-on-referral met     | c      | c        | c       | .      | c        | .    | c        | c         | c         | c      | .     | c      | c         | .
      m15-northbridge-acknowledges                      | C      | C        | C       | C      | C        | .    | c-C      | C         | C         | c-C    | .     | c-C    | C         | .
      m15-northbridge-accepts                           | C      | C        | C       | C      | C        | .    | bare-C   | C         | C         | bare-C | .     | bare-C | C         | .
      m15-northbridge-accepts+                          | c      | c        | c       | c      | c        | .    | c        | c         | c         | c      | .     | c      | c         | .
      m15-northbridge-decides                           | CW     | CW       | CW      | CW     | CW       | .    | c-C      | CW        | CW        | c-C    | .     | c-C    | C-W       | .
      m15-northbridge-decides core-assessment set       | c      | c        | c       | c      | c        | .    | c        | c         | c         | c      | .     | c      | c         | .
      m15-northbridge-decides initial-assessment set    | c      | c        | c       | c      | c        | .    | c        | c         | c         | c      | .     | c      | c         | .
      m15-northbridge-decides initial-assessment missed | c      | c        | c       | c      | c        | .    | c        | c         | c         | c      | .     | c      | c         | .
      m15-northbridge-worker                            | C      | C        | C       | C      | C        | .    | c-C      | C         | C         | c-C    | .     | c-C    | C         | .
      m15-to-asylum                                     | cI-C   | cI-CVL   | cI-C    | cI-C   | cI-CVL   | .    | CIWVL    | CIWV-L    | CIWV-L    | ci-CI  | .     | CIWL   | CI-WV     | .
      m15-asylum-accepts                                | bare-C | bare-C   | bare-C  | bare-C | bare-C   | .    | bare-C   | C         | C         | bare-C | .     | C      | C         | .
      m15-asylum-accepts+                               | c      | c        | c       | c      | c        | .    | c        | c         | c         | c      | .     | c      | c         | .
      m15-police-accept                                 | bare-C | bare-C   | bare-C  | bare-C | bare-C   | .    | bare-C   | C         | C         | bare-C | .     | bare-C | C         | .
      m15-police-accept+                                | c      | c        | c       | c      | c        | .    | c        | c         | c         | c      | .     | c      | c         | .
      m16                                               | cI-M   | cI-M     | cI-M    | cI-M   | cI-M     | .    | ci-I     | cI-M      | cI-M      | ci-I   | .     | cIM    | cIm-M     | .
      m16-worker                                        | c-C    | c-C      | c-C     | c-C    | c-C      | .    | c-C      | C         | C         | c-C    | .     | C      | C         | .
      m17                                               | cI-C   | cI-CVH   | cI-C    | cI-C   | cI-CVH   | .    | c-CI     | CIV-H     | CIV-H     | c-CI   | .     | CIVH   | CI-VH     | .
      m18                                               | cI-CPM | cI-CVPML | cI-CPM  | cI-CPM | cI-CVPML | .    | c-CI     | CIWVPML   | CIWVPML   | c-CIP  | .     | cM-CI  | CIw-WVPM  | .
      m18 reasonable-grounds set                        | c      | c        | c       | c      | c        | .    | c        | c         | c         | c      | .     | c      | c         | .
      m18 reasonable-grounds met                        | c      | c        | c       | c      | c        | .    | c        | c         | c         | c      | .     | c      | c         | .
      m18-to-authority                                  | cI-C   | cI-CVL   | cI-C    | cI-C   | cI-CVL   | .    | ci-CI    | CIWVL     | CIWVL     | ci-CI  | .     | ci-CI  | CIWVL     | .
      m18-authority-accepts                             | bare-C | bare-C   | bare-C  | bare-C | bare-C   | .    | bare-C   | C         | C         | bare-C | .     | bare-C | C         | .
      m18-authority-accepts+                            | c      | c        | c       | c      | c        | .    | c        | c         | c         | c      | .     | c      | c         | .
      m19                                               | c-CM   | c-CM     | c-CM    | c-CM   | c-CM     | .    | c-C      | CW-M      | CW-M      | c-C    | .     | cM-C   | C-WM      | .
      m19 conclusive-grounds set                        | c      | c        | c       | c      | c        | .    | c        | c         | c         | c      | .     | c      | c         | .
      m19-served                                        | cI     | cI       | cI      | cI     | cI       | .    | c-I      | cIW       | cIW       | c-I    | .     | c-I    | cI-W      | .
      m20                                               | CIVH   | CIVH     | CIVH    | CIVH   | CI-VH    | .    | c-CI     | CIV-H     | CIV-H     | c-CI   | .     | c-CI   | CI-VH     | .
      m21                                               | cIWVPL | cIWVPL   | cIWVL-P | .      | cIW-VPL  | .    | c-I      | cIWVP-L   | cIWVP-L   | c-IP   | .     | c-I    | cI-WVP    | .
      m22                                               | c-CP   | c-CP     | c-CP    | .      | c-CP     | .    | c-C      | CP        | CP        | c-CP   | .     | c-C    | C-P       | .
      m23                                               | c-CP   | c-CP     | c-CP    | .      | c-CP     | .    | c-C      | CWP       | CWP       | c-CP   | .     | c-C    | C-WP      | .
      m23-investigator                                  | c-P    | c-P      | c-P     | .      | c-P      | .    | c        | cP        | cP        | c-P    | .     | c      | c-P       | .
      m23-interview                                     | c-P    | c-VHPL   | c-P     | .      | c-VHPL   | .    | c        | cWVHPL    | cWVHPL    | c-P    | .     | bare   | c-WVHP    | .
      m23-suspect                                       | bare-P | bare-P   | bare-P  | .      | bare-P   | .    | bare     | WP        | WP        | bare-P | .     | bare   | bare-WP   | .
      m24                                               | cI     | cI       | cI      | cI     | cI       | cI   | stub     | cI        | cI        | cI     | .     | .      | .         | cI
      m25                                               | C      | C        | C       | C      | C        | C    | stub     | C         | C         | C      | .     | .      | .         | C
      m2-handling                                       | bare   | bare     | bare    | .      | bare     | .    | A        | bare      | bare      | bare   | .     | bare   | bare      | .
    `;
    expect(await differ(table, '2010-12-31T12:00:00.000Z')).toEqual([]);
  });

  it('is linked, and the contacts of Northbridge are refused, at the end of February 2011', async () => {
    const table = `
                                                        | grace     | helen     | dawn      | martin    | rupert    | omar | amina    | priya     | alan      | tom    | samir  | gareth | frances   | ruth  
      m3                                                | cIWVHL    | cIWh-VHL  | cIWVHL    | cIWVHL    | cIWh-VHL  | .    | ci-I     | cIWVh-HL  | cIWVh-HL  | ci-I   | cI     | ci-I   | cIwh-WVH  | cIWVHL
      m5                                                | cIWVL     | cIWVL     | cIWVL     | cIWVL     | cIW-VL    | .    | stub     | stub      | stub      | stub   | stub   | stub   | stub      | stub
      m5 referral-decision set                          | c         | c         | c         | c         | c         | .    | stub     | stub      | stub      | stub   | stub   | stub   | stub      | stub
      m5 referral-decision missed                       | c         | c         | c         | c         | c         | .    | stub     | stub      | stub      | stub   | stub   | stub   | stub      | stub
      m6                                                | CW        | CW        | CW        | CW        | CW        | .    | stub     | stub      | stub      | stub   | stub   | stub   | stub      | stub
      m8                                                | stub      | stub      | stub      | stub      | stub      | cIWV | stub     | stub      | stub      | stub   | stub   | stub   | stub      | stub
      m8 referral-decision set                          | stub      | stub      | stub      | stub      | stub      | c    | stub     | stub      | stub      | stub   | stub   | stub   | stub      | stub
      m8 referral-decision missed                       | stub      | stub      | stub      | stub      | stub      | c    | stub     | stub      | stub      | stub   | stub   | stub   | stub      | stub
      m9                                                | stub      | stub      | stub      | stub      | stub      | cW-C | stub     | stub      | stub      | stub   | stub   | stub   | stub      | stub
      m10                                               | cIWVHL-PM | cIW-VHPML | cIWVHL-PM | cIWVHL-PM | cIW-VHPML | .    | ci-I     | cIWVHPML  | cIWVHPML  | ci-IP  | cI-P   | ciM-I  | cI-WVHPM  | cI
      m11                                               | cIV-P     | cI-VP     | cIV-P     | cIV-P     | cI-VP     | .    | c-I      | cIVP      | cIVP      | c-IP   | cI-P   | c-I    | cI-VP     | cI
      m12                                               | cIWVL     | cIWVL     | cIWVL     | cIWVL     | cIW-VL    | .    | stub     | stub      | stub      | stub   | stub   | stub   | stub      | stub
      m12 referral-decision set                         | c         | c         | c         | c         | c         | .    | stub     | stub      | stub      | stub   | stub   | stub   | stub      | stub
      m12 referral-decision missed                      | c         | c         | c         | c         | c         | .    | stub     | stub      | stub      | stub   | stub   | stub   | stub      | stub
      m13                                               | CW        | CW        | CW        | CW        | CW        | .    | stub     | stub      | stub      | stub   | stub   | stub   | stub      | stub
      m15                                               | cIWVL     | cIW-VL    | cIWVL     | cIWVL     | cIW-VL    | .    | cIWVL    | cIWV-L    | cIWV-L    | ci-I   | cI     | ci-I   | cI-WV     | cI
      m15-worker                                        | C         | C         | C         | C         | C         | .    | C        | C         | C         | c-C    | c-C    | c-C    | C         | c-C
      m2                                                | cIWVHL-PM | cIW-VHPML | cIWVHL-PM | .         | cIW-VHPML | .    | cIWVHPML | cIWVP-HML | cIWVP-HML | ci-IP  | bare-P | bare-I | cIw-WVHPM | cI
      m2-interpreter                                    | CIW       | CIW       | CIW       | .         | CIW       | .    | CIW      | CIW       | CIW       | c-CI   | cI-C   | c-CI   | CI-W      | cI-C
      m4                                                | cIWVHL-PM | cIW-VHPML | cIWVHL-PM | cIWVHL-PM | cIW-VHPML | .    | cIWVHPML | cIWVP-HML | cIWVP-HML | ci-IP  | bare-P | bare-I | cIw-WVHPM | cI
      m15-to-northbridge                                | CIWVL     | CIWVL     | CIWVL     | CIWVL     | CIWVL     | .    | CIWVL    | CIWV-L    | CIWV-L    | ci-CI  | cI-C   | ci-CI  | CI-WV     | cI-C
      m15-to-northbridge decision-on-referral set       | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c      | c      | c         | c
      m15-to-northbridge decision-on-referral met       | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c      | c      | c         | c
      m15-to-police                                     | CIWVL     | CIW-VL    | CIWVL     | CIWVL     | CIW-VL    | .    | CIWVL    | CIWVL     | CIWVL     | CIWVL  | cI-C   | ci-CI  | CI-WV     | cI-C
      m15-to-police crime-recording-on-referral set     | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c      | c      | c         | c
      m15-to-police crime-recording-on-referral missed  | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c      | c      | c         | c
      m15-to-police crime-recording-on-referral met     | c         | c         | c         | .         | c         | .    | c        | c         | c         | c      | c      | c      | c         | c
      m15-northbridge-acknowledges                      | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | c-C    | c-C    | C         | c-C
      m15-northbridge-accepts                           | C         | C         | C         | C         | C         | .    | bare-C   | C         | C         | bare-C | bare-C | bare-C | C         | bare-C
      m15-northbridge-accepts+                          | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c      | c      | c         | c
      m15-northbridge-decides                           | CW        | CW        | CW        | CW        | CW        | .    | c-C      | CW        | CW        | c-C    | c-C    | c-C    | C-W       | c-C
      m15-northbridge-decides core-assessment set       | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c      | c      | c         | c
      m15-northbridge-decides core-assessment missed    | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c      | c      | c         | c
      m15-northbridge-decides initial-assessment set    | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c      | c      | c         | c
      m15-northbridge-decides initial-assessment missed | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c      | c      | c         | c
      m15-northbridge-worker                            | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | c-C    | c-C    | C         | c-C
      m15-to-asylum                                     | CIWVL     | CIW-VL    | CIWVL     | CIWVL     | CIW-VL    | .    | CIWVL    | CIWV-L    | CIWV-L    | ci-CI  | cI-C   | CIWL   | CI-WV     | cI-C
      m15-asylum-accepts                                | C         | C         | C         | C         | C         | .    | bare-C   | C         | C         | bare-C | bare-C | C      | C         | bare-C
      m15-asylum-accepts+                               | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c      | c      | c         | c
      m15-police-accept                                 | C         | C         | C         | C         | C         | .    | bare-C   | C         | C         | bare-C | bare-C | bare-C | C         | bare-C
      m15-police-accept+                                | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c      | c      | c         | c
      m16                                               | cIm-M     | cIm-M     | cIm-M     | cIm-M     | cIm-M     | .    | ci-I     | cI-M      | cI-M      | ci-I   | cI     | cIM    | cIm-M     | cI
      m16-worker                                        | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | c-C    | C      | C         | c-C
      m17                                               | CIVH      | CI-VH     | CIVH      | CIVH      | CI-VH     | .    | c-CI     | CIV-H     | CIV-H     | c-CI   | cI-C   | CIVH   | CI-VH     | cI-C
      m18                                               | CIWVL-PM  | CIW-VPML  | CIWVL-PM  | CIWVL-PM  | CIW-VPML  | .    | c-CI     | CIWVPML   | CIWVPML   | c-CIP  | cI-CP  | cM-CI  | CIw-WVPM  | cI-C
      m18 reasonable-grounds set                        | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c      | c      | c         | c
      m18 reasonable-grounds met                        | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c      | c      | c         | c
      m18-to-authority                                  | CIWVL     | CIW-VL    | CIWVL     | CIWVL     | CIW-VL    | .    | ci-CI    | CIWVL     | CIWVL     | ci-CI  | cI-C   | ci-CI  | CIWVL     | cI-C
      m18-authority-accepts                             | C         | C         | C         | C         | C         | .    | bare-C   | C         | C         | bare-C | bare-C | bare-C | C         | bare-C
      m18-authority-accepts+                            | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c      | c      | c         | c
      m19                                               | CW-M      | CW-M      | CW-M      | CW-M      | CW-M      | .    | c-C      | CW-M      | CW-M      | c-C    | c-C    | cM-C   | C-WM      | c-C
      m19 conclusive-grounds set                        | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c      | c      | c         | c
      m19 conclusive-grounds missed                     | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c      | c      | c         | c
      m19-served                                        | cIW       | cIW       | cIW       | cIW       | cIW       | .    | c-I      | cIW       | cIW       | c-I    | cI     | c-I    | cI-W      | cI
      m20                                               | CIVH      | CIVH      | CIVH      | CIVH      | CI-VH     | .    | c-CI     | CIV-H     | CIV-H     | c-CI   | cI-C   | c-CI   | CI-VH     | cI-C
      m21                                               | cIWVPL    | cIWVPL    | cIWVL-P   | .         | cIW-VPL   | .    | c-I      | cIWVP-L   | cIWVP-L   | c-IP   | cI-P   | c-I    | cI-WVP    | cI
      m22                                               | C-P       | C-P       | C-P       | .         | C-P       | .    | c-C      | CP        | CP        | c-CP   | c-CP   | c-C    | C-P       | c-C
      m23                                               | CW-P      | CW-P      | CW-P      | .         | CW-P      | .    | c-C      | CWP       | CWP       | c-CP   | c-CP   | c-C    | C-WP      | c-C
      m23-investigator                                  | c-P       | c-P       | c-P       | .         | c-P       | .    | c        | cP        | cP        | c-P    | c-P    | c      | c-P       | c
      m23-interview                                     | cWVHL-P   | cW-VHPL   | cWVHL-P   | .         | cW-VHPL   | .    | c        | cWVHPL    | cWVHPL    | c-P    | bare-P | bare   | c-WVHP    | c
      m23-suspect                                       | W-P       | W-P       | W-P       | .         | W-P       | .    | bare     | WP        | WP        | bare-P | bare-P | bare   | bare-WP   | bare
      m24                                               | cI        | cI        | cI        | cI        | cI        | cI   | stub     | cI        | cI        | cI     | stub   | stub   | stub      | cI
      m25                                               | C         | C         | C         | C         | C         | C    | stub     | C         | C         | C      | stub   | stub   | stub      | C
      m2-handling                                       | bare      | bare      | bare      | .         | bare      | .    | A        | bare      | bare      | bare   | bare   | bare   | bare      | bare
      m26-lantern                                       | C         | C         | C         | C         | C         | C    | C        | C         | C         | C      | stub   | stub   | stub      | C
      m26-northbridge                                   | C         | C         | C         | C         | C         | C    | stub     | C         | C         | C      | stub   | stub   | stub      | C
      m26-st-brides                                     | C         | C         | C         | C         | C         | C    | stub     | C         | C         | C      | stub   | stub   | stub      | C
      m26                                               | C         | C         | C         | C         | C         | C    | stub     | C         | C         | C      | stub   | stub   | stub      | C
      m26-st-brides-worker                              | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | c-C    | c-C    | C         | C
      m7                                                | cWV       | cW-V      | cWV       | cWV       | cW-V      | .    | cWV      | cWV       | cWV       | c      | c      | c      | c-WV      | c
      m26-responsibility                                | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | c-C    | c-C    | C         | c-C
      m27                                               | c-P       | c-P       | c-P       | c-P       | c-P       | .    | c        | cP        | cP        | c-P    | c-P    | c      | c-P       | c
      m34                                               | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | c-C    | c-C    | C         | c-C
      m28                                               | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | c-C    | c-C    | C         | c-C
      m28-to-border                                     | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | C      | c-C    | C         | c-C
      m29                                               | Ca        | Ca        | Ca        | Ca        | Ca        | .    | c-C      | Ca        | Ca        | Ca     | c-C    | c-C    | C         | c-C
      m30                                               | C         | C         | C         | C         | C         | .    | C        | C         | C         | c-C    | c-C    | c-C    | C         | c-C
      m30-oversight                                     | CW        | CW        | CW        | CW        | CW        | .    | c-C      | CW        | CW        | c-C    | c-C    | c-C    | C-W       | c-C
      m28-border-asks                                   | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | c-C    | c-C    | C         | c-C
      m28-border-joins                                  | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | C      | c-C    | C         | c-C
      m28-border-joins+                                 | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c      | c      | c         | c
    `;
    expect(await differ(table, '2011-02-28T12:00:00.000Z')).toEqual([]);
  });

  it('is as it stands now: two of the contacts disclosed, two still kept back, Eastmoor in dispute', async () => {
    const table = `
                                                        | grace     | helen     | dawn      | martin    | rupert    | omar | amina    | priya     | alan      | tom    | samir   | gareth | frances   | ruth  
      m3                                                | cIWVHL    | cIWh-VHL  | cIWVHL    | cIWVHL    | cIWh-VHL  | .    | ci-I     | cIWVh-HL  | cIWVh-HL  | ci-I   | cI      | ci-I   | cIwh-WVH  | cIWVHL
      m5                                                | cIWVL     | cIWVL     | cIWVL     | cIWVL     | cIW-VL    | .    | stub     | cIWVL     | cIWVL     | cIWVL  | stub    | stub   | stub      | stub
      m5 referral-decision set                          | c         | c         | c         | c         | c         | .    | stub     | stub      | stub      | stub   | stub    | stub   | stub      | stub
      m5 referral-decision missed                       | c         | c         | c         | c         | c         | .    | stub     | stub      | stub      | stub   | stub    | stub   | stub      | stub
      m6                                                | CW        | CW        | CW        | CW        | CW        | .    | stub     | CW        | CW        | CW     | stub    | stub   | stub      | stub
      m8                                                | stub      | stub      | stub      | stub      | stub      | cIWV | stub     | stub      | stub      | stub   | stub    | stub   | stub      | stub
      m8 referral-decision set                          | stub      | stub      | stub      | stub      | stub      | c    | stub     | stub      | stub      | stub   | stub    | stub   | stub      | stub
      m8 referral-decision missed                       | stub      | stub      | stub      | stub      | stub      | c    | stub     | stub      | stub      | stub   | stub    | stub   | stub      | stub
      m9                                                | stub      | stub      | stub      | stub      | stub      | cW-C | stub     | stub      | stub      | stub   | stub    | stub   | stub      | stub
      m10                                               | cIWVHL-PM | cIW-VHPML | cIWVHL-PM | cIWVHL-PM | cIW-VHPML | .    | ci-I     | cIWVHPML  | cIWVHPML  | ci-IP  | cI-P    | ciM-I  | cI-WVHPM  | cI
      m11                                               | cIV-P     | cI-VP     | cIV-P     | cIV-P     | cI-VP     | .    | c-I      | cIVP      | cIVP      | c-IP   | cI-P    | c-I    | cI-VP     | cI
      m12                                               | cIWVL     | cIWVL     | cIWVL     | cIWVL     | cIW-VL    | .    | stub     | stub      | stub      | stub   | stub    | stub   | stub      | stub
      m12 referral-decision set                         | c         | c         | c         | c         | c         | .    | stub     | stub      | stub      | stub   | stub    | stub   | stub      | stub
      m12 referral-decision missed                      | c         | c         | c         | c         | c         | .    | stub     | stub      | stub      | stub   | stub    | stub   | stub      | stub
      m13                                               | CW        | CW        | CW        | CW        | CW        | .    | stub     | stub      | stub      | stub   | stub    | stub   | stub      | stub
      m15                                               | cIWVL     | cIW-VL    | cIWVL     | cIWVL     | cIW-VL    | .    | cIWVL    | cIWV-L    | cIWV-L    | ci-I   | cI      | ci-I   | cI-WV     | cI
      m15-worker                                        | C         | C         | C         | C         | C         | .    | C        | C         | C         | c-C    | c-C     | c-C    | C         | c-C
      m2                                                | cIWVHL-PM | cIW-VHPML | cIWVHL-PM | .         | cIW-VHPML | .    | cIWVHPML | cIWVP-HML | cIWVP-HML | ci-IP  | bare-P  | bare-I | cIw-WVHPM | cI
      m2-interpreter                                    | CIW       | CIW       | CIW       | .         | CIW       | .    | CIW      | CIW       | CIW       | c-CI   | cI-C    | c-CI   | CI-W      | cI-C
      m4                                                | cIWVHL-PM | cIW-VHPML | cIWVHL-PM | cIWVHL-PM | cIW-VHPML | .    | cIWVHPML | cIWVP-HML | cIWVP-HML | ci-IP  | bare-P  | bare-I | cIw-WVHPM | cI
      m15-to-northbridge                                | CIWVL     | CIWVL     | CIWVL     | CIWVL     | CIWVL     | .    | CIWVL    | CIWV-L    | CIWV-L    | ci-CI  | cI-C    | ci-CI  | CI-WV     | cI-C
      m15-to-northbridge decision-on-referral set       | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c       | c      | c         | c
      m15-to-northbridge decision-on-referral met       | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c       | c      | c         | c
      m15-to-police                                     | CIWVL     | CIW-VL    | CIWVL     | CIWVL     | CIW-VL    | .    | CIWVL    | CIWVL     | CIWVL     | CIWVL  | cI-C    | ci-CI  | CI-WV     | cI-C
      m15-to-police crime-recording-on-referral set     | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c       | c      | c         | c
      m15-to-police crime-recording-on-referral missed  | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c       | c      | c         | c
      m15-to-police crime-recording-on-referral met     | c         | c         | c         | .         | c         | .    | c        | c         | c         | c      | c       | c      | c         | c
      m15-northbridge-acknowledges                      | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | c-C     | c-C    | C         | c-C
      m15-northbridge-accepts                           | C         | C         | C         | C         | C         | .    | bare-C   | C         | C         | bare-C | bare-C  | bare-C | C         | bare-C
      m15-northbridge-accepts+                          | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c       | c      | c         | c
      m15-northbridge-decides                           | CW        | CW        | CW        | CW        | CW        | .    | c-C      | CW        | CW        | c-C    | c-C     | c-C    | C-W       | c-C
      m15-northbridge-decides core-assessment set       | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c       | c      | c         | c
      m15-northbridge-decides core-assessment missed    | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c       | c      | c         | c
      m15-northbridge-decides initial-assessment set    | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c       | c      | c         | c
      m15-northbridge-decides initial-assessment missed | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c       | c      | c         | c
      m15-northbridge-worker                            | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | c-C     | c-C    | C         | c-C
      m15-to-asylum                                     | CIWVL     | CIW-VL    | CIWVL     | CIWVL     | CIW-VL    | .    | CIWVL    | CIWV-L    | CIWV-L    | ci-CI  | cI-C    | CIWL   | CI-WV     | cI-C
      m15-asylum-accepts                                | C         | C         | C         | C         | C         | .    | bare-C   | C         | C         | bare-C | bare-C  | C      | C         | bare-C
      m15-asylum-accepts+                               | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c       | c      | c         | c
      m15-police-accept                                 | C         | C         | C         | C         | C         | .    | bare-C   | C         | C         | bare-C | bare-C  | bare-C | C         | bare-C
      m15-police-accept+                                | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c       | c      | c         | c
      m16                                               | cIm-M     | cIm-M     | cIm-M     | cIm-M     | cIm-M     | .    | ci-I     | cI-M      | cI-M      | ci-I   | cI      | cIM    | cIm-M     | cI
      m16-worker                                        | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | c-C     | C      | C         | c-C
      m17                                               | CIVH      | CI-VH     | CIVH      | CIVH      | CI-VH     | .    | c-CI     | CIV-H     | CIV-H     | c-CI   | cI-C    | CIVH   | CI-VH     | cI-C
      m18                                               | CIWVL-PM  | CIW-VPML  | CIWVL-PM  | CIWVL-PM  | CIW-VPML  | .    | c-CI     | CIWVPML   | CIWVPML   | c-CIP  | cI-CP   | cM-CI  | CIw-WVPM  | cI-C
      m18 reasonable-grounds set                        | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c       | c      | c         | c
      m18 reasonable-grounds met                        | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c       | c      | c         | c
      m18-to-authority                                  | CIWVL     | CIW-VL    | CIWVL     | CIWVL     | CIW-VL    | .    | ci-CI    | CIWVL     | CIWVL     | ci-CI  | cI-C    | ci-CI  | CIWVL     | cI-C
      m18-authority-accepts                             | C         | C         | C         | C         | C         | .    | bare-C   | C         | C         | bare-C | bare-C  | bare-C | C         | bare-C
      m18-authority-accepts+                            | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c       | c      | c         | c
      m19                                               | CW-M      | CW-M      | CW-M      | CW-M      | CW-M      | .    | c-C      | CW-M      | CW-M      | c-C    | c-C     | cM-C   | C-WM      | c-C
      m19 conclusive-grounds set                        | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c       | c      | c         | c
      m19 conclusive-grounds missed                     | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c       | c      | c         | c
      m19 conclusive-grounds met                        | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c       | c      | c         | c
      m19-served                                        | cIW       | cIW       | cIW       | cIW       | cIW       | .    | c-I      | cIW       | cIW       | c-I    | cI      | c-I    | cI-W      | cI
      m20                                               | CIVH      | CIVH      | CIVH      | CIVH      | CI-VH     | .    | c-CI     | CIV-H     | CIV-H     | c-CI   | cI-C    | c-CI   | CI-VH     | cI-C
      m21                                               | cIWVPL    | cIWVPL    | cIWVL-P   | .         | cIW-VPL   | .    | c-I      | cIWVP-L   | cIWVP-L   | c-IP   | cI-P    | c-I    | cI-WVP    | cI
      m22                                               | C-P       | C-P       | C-P       | .         | C-P       | .    | c-C      | CP        | CP        | c-CP   | c-CP    | c-C    | C-P       | c-C
      m23                                               | CW-P      | CW-P      | CW-P      | .         | CW-P      | .    | c-C      | CWP       | CWP       | c-CP   | c-CP    | c-C    | C-WP      | c-C
      m23-investigator                                  | c-P       | c-P       | c-P       | .         | c-P       | .    | c        | cP        | cP        | c-P    | c-P     | c      | c-P       | c
      m23-interview                                     | cWVHL-P   | cW-VHPL   | cWVHL-P   | .         | cW-VHPL   | .    | c        | cWVHPL    | cWVHPL    | c-P    | bare-P  | bare   | c-WVHP    | c
      m23-suspect                                       | W-P       | W-P       | W-P       | .         | W-P       | .    | bare     | WP        | WP        | bare-P | bare-P  | bare   | bare-WP   | bare
      m24                                               | cI        | cI        | cI        | cI        | cI        | cI   | stub     | cI        | cI        | cI     | stub    | stub   | stub      | cI
      m25                                               | C         | C         | C         | C         | C         | C    | stub     | C         | C         | C      | stub    | stub   | stub      | C
      m2-handling                                       | bare      | bare      | bare      | .         | bare      | .    | A        | bare      | bare      | bare   | bare    | bare   | bare      | bare
      m26-lantern                                       | C         | C         | C         | C         | C         | C    | C        | C         | C         | C      | stub    | stub   | stub      | C
      m26-northbridge                                   | C         | C         | C         | C         | C         | C    | stub     | C         | C         | C      | stub    | stub   | stub      | C
      m26-st-brides                                     | C         | C         | C         | C         | C         | C    | stub     | C         | C         | C      | stub    | stub   | stub      | C
      m26                                               | C         | C         | C         | C         | C         | C    | stub     | C         | C         | C      | stub    | stub   | stub      | C
      m26-st-brides-worker                              | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | c-C     | c-C    | C         | C
      m7                                                | cWV       | cW-V      | cWV       | cWV       | cW-V      | .    | cWV      | cWV       | cWV       | c      | c       | c      | c-WV      | c
      m26-responsibility                                | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | c-C     | c-C    | C         | c-C
      m27                                               | c-P       | c-P       | c-P       | c-P       | c-P       | .    | c        | cP        | cP        | c-P    | c-P     | c      | c-P       | c
      m34                                               | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | c-C     | c-C    | C         | c-C
      m28                                               | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | c-C     | c-C    | C         | c-C
      m28-to-border                                     | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | C       | c-C    | C         | c-C
      m29                                               | Ca        | Ca        | Ca        | Ca        | Ca        | .    | c-C      | Ca        | Ca        | Ca     | c-C     | c-C    | C         | c-C
      m30                                               | C         | C         | C         | C         | C         | .    | C        | C         | C         | c-C    | c-C     | c-C    | C         | c-C
      m30-oversight                                     | CW        | CW        | CW        | CW        | CW        | .    | c-C      | CW        | CW        | c-C    | c-C     | c-C    | C-W       | c-C
      m28-border-asks                                   | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | c-C     | c-C    | C         | c-C
      m28-border-joins                                  | C         | C         | C         | C         | C         | .    | c-C      | C         | C         | c-C    | C       | c-C    | C         | c-C
      m28-border-joins+                                 | c         | c         | c         | c         | c         | .    | c        | c         | c         | c      | c       | c      | c         | c
      m31                                               | Ca        | Ca        | Ca        | Ca        | Ca        | .    | c-C      | Ca        | Ca        | Ca     | c-C     | c-C    | C         | c-C
      m1                                                | cIWVmL-P  | cIWm-VPL  | cIWVmL-P  | cIWVmL-P  | cIWm-VPL  | .    | ci-I     | cIWVP-ML  | cIWVP-ML  | ci-IP  | cIWVm-P | cim-I  | cIm-WVP   | cI
      m32                                               | CW-M      | CW-M      | CW-M      | CW-M      | CW-M      | .    | c-C      | CW-M      | CW-M      | c-C    | c-C     | cM-C   | C-WM      | c-C
      m33-released                                      | A         | A         | A         | A         | A         | .    | bare     | bare      | bare      | bare   | bare    | bare   | bare      | bare
    `;
    expect(await differ(table)).toEqual([]);
  });
});

describe('nobody else sees Miriam', () => {
  it.each([
    ['the manager of the authority that never worked with her', 'marion-eastmoor', 'safeguarding'],
    ['a support worker of the refuge who does not support her', 'judith-lantern', 'safeguarding'],
    ['a border officer who is not a safeguarding officer', 'olive-border', 'safeguarding'],
    ['another authority', 'carol-southquay', 'safeguarding'],
    ['a reviewer of the board whom no review of her cases names', 'philip-board', 'review'],
  ] as const)('%s is answered as if there were no such case', async (_, person, purpose) => {
    for (const query of ['timeline(caseId: $id) { edges { cursor } }', 'case(id: $id) { entries }']) {
      const hidden = await asked(throughline, { as: person, purpose, query, variables: { id: miriam } });
      const absent = await asked(throughline, { as: person, purpose, query, variables: { id: unknownCase } });
      expect(hidden.body).toBe(absent.body);
      expect(refusalOf(hidden)).toBe('NOT_FOUND');
    }
  });

  it('the manager of the board, who opened its review, has that opening and nothing of her', async () => {
    const seen = await typesSeen(throughline, { as: 'norah-board', purpose: 'review', caseId: miriam });
    expect(seen).toEqual(['ReviewOpened']);
  });

  it.each([
    ['a data protection officer, who reads the access log alone', 'sandra-northbridge', 'audit', 'FORBIDDEN'],
    ['a removals officer, who asks for hold or no hold', 'roy-removals', 'removal-check', 'FORBIDDEN'],
    ['an analyst, who counts', 'anita-analysis', 'statistics', 'FORBIDDEN'],
    ['an administrator, who has no purpose', 'bill-northbridge', 'safeguarding', 'FORBIDDEN'],
    ['a worker who was suspended', 'colin-northbridge', 'safeguarding', 'UNAUTHENTICATED'],
  ] as const)('%s is refused whether there is such a case or not', async (_, as, purpose, code) => {
    const query = 'timeline(caseId: $id) { edges { cursor } }';
    for (const id of [miriam, unknownCase]) {
      const answer = await asked(throughline, { as, purpose, query, variables: { id } });
      expect(refusalOf(answer)).toBe(code);
    }
  });
});
