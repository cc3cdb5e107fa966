import { code } from '../declaration/kinds.js';

/**
 * The indicators of child trafficking, after the risk assessment matrix of the London Safeguarding Trafficked
 * Children Toolkit (2009, revised 2011): exploitation, movement, and other signs.
 */
export const traffickingIndicators = [
  'claims-exploitation-by-another',
  'physical-symptoms-of-abuse',
  'underage-marriage',
  'signs-of-manual-work',
  'sexually-transmitted-infection-or-unwanted-pregnancy',
  'story-like-others-or-coached',
  'much-older-boyfriend',
  'excessive-fear-or-anxiety',
  'entered-the-country-illegally',
  'journey-arranged-by-others',
  'documents-held-by-another',
  'false-or-altered-documents',
  'no-means-of-identity',
  'reluctant-to-give-address-or-details',
  'accompanied-by-adult-who-insists-on-staying',
  'cared-for-by-adult-not-parent',
  'found-at-place-of-exploitation',
  'locked-in-or-movement-limited',
  'rarely-leaves-the-house',
  'excessive-housework',
  'cares-for-other-peoples-children',
  'controlled-by-another',
  'deprived-of-earnings',
  'required-to-earn-a-sum',
  'debt-bondage',
  'threats-to-child-or-family',
  'unexplained-calls-or-callers',
  'many-unrelated-children-at-one-address',
  'registered-at-several-addresses',
  'goes-missing-or-at-risk-of-it',
  'looks-cared-for-after-missing',
  'in-country-long-without-language',
  'not-registered-with-gp',
  'not-enrolled-in-school',
  'malnourished',
  'withdrawn-or-afraid-of-authority',
  'signs-of-trauma-or-numbing',
  'poor-concentration-or-irritable',
  'self-harm-or-low-self-esteem',
  'sexualised-behaviour',
  'confidence-not-expected-at-the-age',
  'money-phone-or-clothes-unexplained',
  'drug-or-alcohol-misuse',
  'involved-in-crime-for-others',
] as const;

export const traffickingIndicator = () => code('TraffickingIndicator', traffickingIndicators);
