package dev.tracegate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whether a test without a timeout of its own has one: junit-platform.properties. */
class DefaultTimeoutTest implements BeforeTestExecutionCallback {
    @RegisterExtension
    final DefaultTimeoutTest self = this;

    private Thread runner = Thread.currentThread();

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        runner = Thread.currentThread();
    }

    /** With the thread mode SEPARATE_THREAD, JUnit moves a test method to another thread exactly where it has a timeout. */
    @Test
    void a_test_runs_under_a_timeout_on_a_thread_that_the_runner_does_not_wait_for() {
        assertThat(Thread.currentThread()).isNotSameAs(runner);
    }
}
