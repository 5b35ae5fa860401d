// Cases that run real processes in compressed time can time out on a machine that is busy with something else. Such a
// case is retried once, with the first failure in the log; the end of the run reports how many needed it. Kill cases
// are not retried: they search for leaks that happen now and then.
import { jest } from '@jest/globals';

jest.retryTimes(1, { logErrorsBeforeRetry: true });
