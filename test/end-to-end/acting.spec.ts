// What is recorded, by whom, and what others see of it. Each chapter has cases of its own, or leaves them open; Quan’s is
// closed once he is found, and who follows it comes before.
import './recording.chapter.js';
import './handling.chapter.js';
import './joining-and-leaving.chapter.js';
import './linking.chapter.js';
import './alerts.chapter.js';
import './live-timeline.chapter.js';
import './quan-goes-missing.chapter.js';
import './refusals.chapter.js';
import './disclosure-log.chapter.js';
import './disclosures.chapter.js';
import './break-glass.chapter.js';
import './review.chapter.js';
import './exports.chapter.js';
import './subscribing-over-grpc.chapter.js';
import './who-knew-what-of-adaeze.chapter.js';
import './who-knew-what-of-quan.chapter.js';
