package dev.tracegate.identity.ecs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.files.PrivateFolder;
import dev.tracegate.tenant.Workload;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * {@link ConfirmedTasks} on disk: a line with the format's version and a checksum, then JSON. A file that cannot be used, or that other users
 * may write, is renamed and not read. Blocks.
 */
final class ConfirmedTasksFile {
    /**
     * Of the whole file: a thousand tasks of 1 KiB. With fifty long tags a task has up to 20 KiB, and fewer fit. Reading needs
     * five times as much memory for a moment.
     */
    static final int MOST_BYTES = 1 << 20;
    private static final int MOST_HEAD = 64;
    private static final String HEAD = "tracegate-tasks 1 ";
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private final Path folder;
    private final Path file;

    /** @param folder created if it is missing, accessible to this user only */
    ConfirmedTasksFile(Path folder) {
        this.folder = folder;
        this.file = folder.resolve("tasks.json");
    }

    Path path() {
        return file;
    }

    /**
     * Empty if there is no file.
     *
     * @throws IOException if the file cannot be used; it has then been renamed
     */
    List<ConfirmedTask> read() throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try {
            refuseForeign();
            return decode(Files.readAllBytes(file));
        } catch (IOException | RuntimeException unusable) {
            var aside = folder.resolve("tasks.damaged");
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            throw new IOException(file + " cannot be used and is now " + aside + ": " + unusable.getMessage(),
                    unusable);
        }
    }

    private void refuseForeign() throws IOException {
        var its = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!its.isRegularFile() || its.size() > MOST_BYTES) {
            throw new IOException("it is not a regular file, or larger than " + MOST_BYTES + " bytes");
        } else if (!OWNERS.containsAll(its.permissions())) {
            throw new IOException("other users may read or write it");
        } else if (!PrivateFolder.isTrusted(folder)) {
            throw new IOException("its folder belongs to another user, or other users may write to it");
        }
    }

    /** Replaces the file atomically. */
    void write(List<ConfirmedTask> tasks) throws IOException {
        if (!Files.exists(folder)) {
            Files.createDirectories(folder,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        var next = Files.createTempFile(folder, "tasks", ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (var channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                var bytes = ByteBuffer.wrap(encode(tasks));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /** Encodes as many tasks as fit, the most recently used first; their order is kept. */
    static byte[] encode(List<ConfirmedTask> tasks) {
        var chosen = new ArrayList<byte[]>();
        int size = 2;
        for (var task : tasks.reversed()) {
            var json = json(task).encode().getBytes(UTF_8);
            if (size + json.length + 1 > MOST_BYTES - MOST_HEAD) {
                break;
            }
            chosen.addFirst(json);
            size += json.length + 1;
        }
        var body = ByteBuffer.allocate(size).put((byte) '[');
        for (var json : chosen) {
            (body.position() == 1 ? body : body.put((byte) ',')).put(json);
        }
        body.put((byte) ']').flip();
        var head = (HEAD + checksum(body.duplicate()) + "\n").getBytes(UTF_8);
        return ByteBuffer.allocate(head.length + body.remaining()).put(head).put(body).array();
    }

    private static List<ConfirmedTask> decode(byte[] bytes) throws IOException {
        var text = new String(bytes, UTF_8);
        int line = text.indexOf('\n');
        var body = text.substring(line + 1);
        if (line < 0 || !text.substring(0, line).equals(HEAD + checksum(UTF_8.encode(body)))) {
            throw new IOException("its checksum is wrong");
        }
        var tasks = new JsonArray(body).stream().map(JsonObject.class::cast).map(ConfirmedTasksFile::task).toList();
        return tasks.subList(Math.max(0, tasks.size() - ConfirmedTasks.MOST), tasks.size());
    }

    private static String checksum(ByteBuffer body) {
        var crc = new CRC32C();
        crc.update(body);
        return Long.toHexString(crc.getValue());
    }

    private static JsonObject json(ConfirmedTask task) {
        var workload = task.workload();
        return new JsonObject().put("task", workload.taskArn())
                .put("cluster", workload.cluster())
                .put("family", workload.family())
                .put("service", workload.service())
                .put("tags", new JsonObject(new HashMap<>(workload.tags())))
                .put("role", workload.roleArn())
                .put("instance", task.instance())
                .put("containers", new JsonArray(List.copyOf(task.runtimeIds())))
                .put("seen", task.seenMillis());
    }

    private static ConfirmedTask task(JsonObject json) {
        var tags = new HashMap<String, String>();
        json.getJsonObject("tags").forEach(tag -> tags.put(tag.getKey(), (String) tag.getValue()));
        var containers = new HashSet<String>();
        json.getJsonArray("containers").forEach(id -> containers.add((String) id));
        return new ConfirmedTask(
                new Workload(json.getString("task"), json.getString("cluster"), json.getString("family"),
                        json.getString("service"), tags, json.getString("role")),
                json.getString("instance"), containers, json.getLong("seen"));
    }
}
