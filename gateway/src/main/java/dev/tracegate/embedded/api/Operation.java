package dev.tracegate.embedded.api;

import io.vertx.core.json.JsonObject;

/** One operation of the X-Ray API. */
public interface Operation {

    /** The thread an operation runs on: each kind has its own, so that none waits for one of another kind. */
    enum Uses {
        /** The store's writer. */
        WRITER,
        /** The store's reader. */
        READER,
        /** Neither: what it knows is in memory, and belongs to this thread. */
        MEMORY
    }

    Uses uses();

    /**
     * Answers a call. May block on the store.
     *
     * @throws ApiError for an answer that is not 200
     */
    JsonObject answer(Input input);
}
