import { stoppedAgain } from './stop.ts';
import { killSuite } from './suite.ts';

killSuite(0, stoppedAgain);
