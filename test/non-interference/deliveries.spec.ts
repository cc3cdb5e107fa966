// What is pushed, by every way that there is, held to the agreement as what is asked for is. What a chapter lets happen in a
// history, the agreement on it takes in. Webhooks come last: each of them follows alerts too, for as long as the suite runs.
import './subscribing.chapter.js';
import './in-the-midst.chapter.js';
import './alerts.chapter.js';
import './webhooks.chapter.js';
