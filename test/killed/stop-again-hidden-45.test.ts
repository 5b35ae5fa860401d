import { stoppedAgain } from './stop.ts';
import { killSuite } from './suite.ts';

killSuite(45_000, stoppedAgain);
