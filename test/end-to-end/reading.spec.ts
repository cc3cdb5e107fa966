// What is read of the three stories, by whom. Nothing here records anything.
import './miriam.chapter.js';
import './miriam-asks-for-help.chapter.js';
import './adaeze.chapter.js';
import './adaeze-and-her-age.chapter.js';
import './quan.chapter.js';
import './who-may-ask.chapter.js';
