import { removedByStop } from './start.ts';
import { killSuite } from './suite.ts';

killSuite(0, removedByStop);
