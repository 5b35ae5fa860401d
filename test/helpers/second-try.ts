// Cases that run real processes in compressed time can miss a beat on a machine that is busy with something else. Such a
// case gets one more try, with the first failure in the log; what is wrong fails twice.
import { jest } from '@jest/globals';

jest.retryTimes(1, { logErrorsBeforeRetry: true });
