package dev.tracegate.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The commands of a page's tour, as they stand there: the bash blocks that follow a {@code <!-- tour: NAME -->}. */
record Tour(String page, Map<String, String> blocks) {
    private static final Pattern BLOCK = Pattern.compile("<!-- tour: (\\w+) -->\\s*```bash\\n(.*?)```", Pattern.DOTALL);

    static Tour ofReadme() throws IOException {
        return of("README.md");
    }

    /** @param page a path in the repository */
    static Tour of(String page) throws IOException {
        var blocks = new LinkedHashMap<String, String>();
        BLOCK.matcher(Files.readString(Workplace.ROOT.resolve(page)))
                .results()
                .forEach(block -> blocks.put(block.group(1), block.group(2)));
        return new Tour(page, blocks);
    }

    String block(String name) {
        return Optional.ofNullable(blocks.get(name))
                .orElseThrow(
                        () -> new AssertionError(page + " has no bash block marked <!-- tour: " + name + " -->"));
    }

    /** The same commands with another port in place of a default one that is in use. */
    Tour with(int defaultPort, int port) {
        var moved = new LinkedHashMap<>(blocks);
        moved.replaceAll((name, commands) -> commands.replace("127.0.0.1:" + defaultPort, "127.0.0.1:" + port));
        return new Tour(page, moved);
    }
}
