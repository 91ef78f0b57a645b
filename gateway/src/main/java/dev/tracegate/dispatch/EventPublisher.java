package dev.tracegate.dispatch;

import java.util.List;
import java.util.function.Consumer;

/**
 * Gives each event to several consumers. What one of them throws affects neither the others nor the dispatcher: an exception between a call's
 * answer and the last move of its batch would leave the batch in flight until the process stops.
 *
 * @param failed gets what a consumer throws, which is a bug; must not throw
 */
public record EventPublisher(List<Consumer<DispatchEvent>> consumers, Consumer<Throwable> failed)
        implements
            Consumer<DispatchEvent> {

    public EventPublisher {
        consumers = List.copyOf(consumers);
    }

    @Override
    public void accept(DispatchEvent event) {
        for (var consumer : consumers) {
            try {
                consumer.accept(event);
            } catch (RuntimeException | Error bug) {
                failed.accept(bug);
            }
        }
    }
}
