package dev.tracegate.aws.http;

import io.vertx.core.buffer.Buffer;
import java.io.InputStream;
import java.util.Objects;

/** Reads a buffer without copying all of it. The signer hashes request bodies through this. Confined to one thread. */
public class BufferStream extends InputStream {
    private final Buffer buffer;
    private int position;

    public BufferStream(Buffer buffer) {
        this.buffer = buffer;
    }

    @Override
    public int read() {
        return position < buffer.length() ? buffer.getByte(position++) & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        int count = Math.min(length, buffer.length() - position);
        if (count <= 0) {
            return length == 0 ? 0 : -1;
        }
        buffer.getBytes(position, position + count, target, offset);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return buffer.length() - position;
    }
}
