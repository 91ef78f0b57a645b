package dev.tracegate.interop.sampling;

import dev.tracegate.interop.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table that a test writes into a page of the docs, between two comments that name it.
 *
 * @param rows the first has the titles
 */
record MeasuredTable(String name, List<List<String>> rows) {

    /** Puts it in place of the one that stands there. */
    void writeInto(String page) throws IOException {
        var file = Workplace.ROOT.resolve(page);
        var text = Files.readString(file);
        int from = after(text, "<!-- " + name + ": written by ", 0);
        from = after(text, " -->\n", from);
        int to = text.indexOf("<!-- end of " + name + " -->", from);
        if (to < 0) {
            throw new IllegalStateException(page + " has no end of " + name);
        }
        Files.writeString(file, text.substring(0, from) + this + text.substring(to));
    }

    private int after(String text, String mark, int from) {
        int found = text.indexOf(mark, from);
        if (found < 0) {
            throw new IllegalStateException("the page has no comment '" + mark + "' for " + name);
        }
        return found + mark.length();
    }

    /** In Markdown. */
    @Override
    public String toString() {
        var all = new ArrayList<>(rows);
        all.add(1, Collections.nCopies(rows.getFirst().size(), "---"));
        return all.stream()
                .map(row -> row.stream().collect(Collectors.joining(" | ", "| ", " |\n")))
                .collect(Collectors.joining());
    }
}
