package dev.tracegate.dispatch;

import java.util.List;
import java.util.function.Consumer;

/**
 * Passes each event to several consumers. An exception of one of them affects neither the others nor the dispatcher. Without this, an exception between
 * the end of a call and the last transition of its batch would leave the batch in flight until the process stops.
 *
 * @param failed receives what a consumer throws, which is a bug; must not throw
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
