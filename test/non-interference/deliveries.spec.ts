// What is pushed, by every way that there is, held to the agreement as what is asked for is. What a chapter lets happen in a
// history, the agreement on it takes in.
import './subscribing.chapter.js';
import './in-the-midst.chapter.js';
import './webhooks.chapter.js';
