package dev.tracegate.embedded.api;

import io.vertx.core.json.JsonObject;

/** One operation of the X-Ray API. */
public interface Operation {

    /** The resource that an operation uses. Each has its own thread, so that slow reads delay neither writes nor calls in memory. */
    enum Uses {
        /** The writer of the store. */
        WRITER,
        /** The reader of the store. */
        READER,
        /** Memory only. State such as sampling reservoirs is confined to this thread. */
        MEMORY
    }

    /** Decides the thread of {@link #answer}. */
    Uses uses();

    /**
     * Handles a call. May block on the store. On the thread that {@link #uses} names.
     *
     * @return the body of a reply with status 200
     * @throws ApiError for any other status
     * @throws dev.tracegate.sampling.rule.InvalidRule if a sampling rule in the input is invalid
     * @throws dev.tracegate.sampling.rule.RuleRefusal if the sampling rules cannot be changed as asked
     * @throws dev.tracegate.embedded.store.StoreException if the store cannot be read or written
     */
    JsonObject answer(Input input);
}
