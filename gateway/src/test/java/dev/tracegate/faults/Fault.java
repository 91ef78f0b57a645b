package dev.tracegate.faults;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What goes wrong, and how one sees that it did.
 *
 * @param name as in the table
 * @param setting variables the gateway gets, by a folder of its own
 * @param roomOnDisk whether a spool takes all that memory cannot hold
 * @param begin makes it go wrong
 * @param end puts it right
 * @param happened whether the outcome shows the fault: a test of a fault that did not happen shows nothing
 */
record Fault(String name, boolean tls, Function<Path, Map<String, String>> setting, boolean roomOnDisk,
        Consumer<Stage> begin, Consumer<Stage> end, Predicate<Outcome> happened) {

    /** X-Ray answers uploads so. */
    static Fault answering(String name, Behaviour behaviour, Predicate<Outcome> happened) {
        return of(name, stage -> stage.xray().behave(behaviour), stage -> stage.xray().recover(), happened);
    }

    static Fault of(String name, Consumer<Stage> begin, Consumer<Stage> end, Predicate<Outcome> happened) {
        return new Fault(name, false, folder -> Map.of(), false, begin, end, happened);
    }

    Fault overTls() {
        return new Fault(name, true, setting, roomOnDisk, begin, end, happened);
    }

    Fault with(Map<String, String> variables) {
        return with(folder -> variables);
    }

    Fault with(Function<Path, Map<String, String>> variables) {
        return new Fault(name, tls, variables, roomOnDisk, begin, end, happened);
    }

    Fault withRoomOnDisk() {
        return new Fault(name, tls, setting, true, begin, end, happened);
    }

    @Override
    public String toString() {
        return name;
    }
}
