package dev.tracegate.admin.http;

/**
 * The errors of the admin API. There is one for each HTTP status, so that no problem needs a type of its own: RFC 9457, section 4.2.1, then
 * asks for the type {@code about:blank} and the title of the status.
 */
public enum ProblemKind {
    /** The path, the query or a parameter is invalid, or an HTTP/1.1 request has no Host header. */
    BAD_REQUEST(400, "bad_request", "Bad Request"),
    /** The bearer token is missing or wrong. */
    UNAUTHORIZED(401, "unauthorized", "Unauthorized"),
    /** A token is required and none is configured. */
    FORBIDDEN(403, "forbidden", "Forbidden"),
    /** The path does not exist, or the object that it names is unknown. */
    NOT_FOUND(404, "not_found", "Not Found"),
    /** The path does not support the method; the header Allow lists those it supports. */
    METHOD_NOT_ALLOWED(405, "method_not_allowed", "Method Not Allowed"),
    /** The request has a body and the operation takes none. */
    BODY_NOT_READ(413, "body_not_read", "Content Too Large"),
    /** The Host header names another host. */
    MISDIRECTED_REQUEST(421, "misdirected_request", "Misdirected Request"),
    /** A bug in Tracegate. */
    INTERNAL(500, "internal", "Internal Server Error");

    private final int status;
    private final String error;
    private final String title;

    ProblemKind(int status, String error, String title) {
        this.status = status;
        this.error = error;
        this.title = title;
    }

    public int status() {
        return status;
    }

    /** The code for programs; part of the API. */
    public String error() {
        return error;
    }

    /** The phrase of the status in RFC 9110. */
    public String title() {
        return title;
    }
}
