package dev.tracegate.embedded.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Edits to a text: removals, replacements and insertions at offsets. All other characters are kept. */
final class TextEdits {
    private final String text;
    private final List<Edit> edits = new ArrayList<>();
    private boolean sorted;

    /** Replaces the text between two offsets with what {@code replacement} appends. */
    private record Edit(int from, int to, Consumer<StringBuilder> replacement) {}

    TextEdits(String text) {
        this.text = text;
    }

    void replace(JsonSpan value, Consumer<StringBuilder> replacement) {
        add(value.from(), value.to(), replacement);
    }

    /** Removes members from an object, with the commas that separate them. */
    void remove(JsonSpan.Members object, Predicate<JsonSpan.Member> which) {
        remove(object.list().stream().map(Item::of).toList(), object.list().stream().map(which::test).toList());
    }

    /**
     * Removes elements from an array and appends others.
     *
     * @param removed for each element whether it is removed
     * @param added write the new elements
     */
    void changeElements(JsonSpan.Elements array, List<Boolean> removed, List<Consumer<StringBuilder>> added) {
        remove(array.list().stream().map(Item::of).toList(), removed);
        if (!added.isEmpty()) {
            boolean empty = !removed.contains(false);
            int at = array.list().isEmpty() ? array.from() + 1 : array.list().getLast().to();
            add(at, at, out -> {
                out.append(empty ? "" : ",");
                join(out, added);
            });
        }
    }

    /** Appends a member to an object. At least one of its members must not be removed. */
    void append(JsonSpan.Members object, String name, Consumer<StringBuilder> value) {
        int at = object.list().getLast().value().to();
        add(at, at, out -> value.accept(out.append(",\"").append(name).append("\":")));
    }

    /** Appends values, separated by commas. */
    static void join(StringBuilder out, List<Consumer<StringBuilder>> values) {
        var comma = "";
        for (var value : values) {
            value.accept(out.append(comma));
            comma = ",";
        }
    }

    /** Appends the part of the text between two offsets, with the edits applied. */
    void appendTo(StringBuilder out, int from, int to) {
        if (!sorted) {
            edits.sort(Comparator.comparingInt(Edit::from).thenComparingInt(Edit::to));
            sorted = true;
        }
        int at = from;
        for (var edit : edits) {
            // an insertion at the end of the part belongs to the text after it
            if (edit.from() >= from && edit.from() < to && edit.to() <= to) {
                out.append(text, at, edit.from());
                edit.replacement().accept(out);
                at = edit.to();
            }
        }
        out.append(text, at, to);
    }

    private void add(int from, int to, Consumer<StringBuilder> replacement) {
        edits.add(new Edit(from, to, replacement));
        sorted = false;
    }

    /** A member or an element, without the comma after it. */
    private record Item(int from, int to) {
        static Item of(JsonSpan.Member member) {
            return new Item(member.from(), member.value().to());
        }

        static Item of(JsonSpan element) {
            return new Item(element.from(), element.to());
        }
    }

    private void remove(List<Item> items, List<Boolean> removed) {
        boolean kept = false;
        for (int i = 0; i < items.size(); i++) {
            if (!removed.get(i)) {
                kept = true;
            } else if (kept) {
                cut(items.get(i - 1).to(), items.get(i).to());
            } else {
                cut(items.get(i).from(), i + 1 < items.size() ? items.get(i + 1).from() : items.get(i).to());
            }
        }
    }

    private void cut(int from, int to) {
        add(from, to, nothing -> {});
    }
}
