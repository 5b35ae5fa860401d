import { killedStartSuite } from './suite.ts';
import { removedBySweep } from './sweep.ts';

killedStartSuite(0, removedBySweep);
