package dev.tracegate.faults;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A fault and the check that it occurred.
 *
 * @param name name in the table
 * @param setting environment variables of the gateway for a given folder
 * @param roomOnDisk whether a spool can store all segments beyond the memory
 * @param begin starts the fault
 * @param end ends the fault
 * @param happened whether the outcome shows that the fault occurred
 */
record Fault(String name, boolean tls, Function<Path, Map<String, String>> setting, boolean roomOnDisk,
        Consumer<Stage> begin, Consumer<Stage> end, Predicate<Outcome> happened) {

    /** A fault in which X-Ray answers uploads with the given behaviour. */
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
