package dev.tracegate.embedded.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A text from which pieces are cut and into which others are put. All else stays as it is, to the last {@code char}. */
final class Splice {
    private final String text;
    private final List<Edit> edits = new ArrayList<>();
    private boolean sorted;

    /** Replaces the text from {@code from} to {@code to} by what {@code with} appends. */
    private record Edit(int from, int to, Consumer<StringBuilder> with) {}

    Splice(String text) {
        this.text = text;
    }

    void replace(JsonSpan value, Consumer<StringBuilder> with) {
        add(value.from(), value.to(), with);
    }

    /** Takes members out of an object, with the commas that were between them and the others. */
    void remove(JsonSpan.Members object, Predicate<JsonSpan.Member> which) {
        remove(object.list().stream().map(Item::of).toList(), object.list().stream().map(which::test).toList());
    }

    /** Takes elements out of an array and puts others behind the rest. */
    void change(JsonSpan.Elements array, List<Boolean> removed, List<Consumer<StringBuilder>> more) {
        remove(array.list().stream().map(Item::of).toList(), removed);
        if (!more.isEmpty()) {
            boolean empty = !removed.contains(false);
            int at = array.list().isEmpty() ? array.from() + 1 : array.list().getLast().to();
            add(at, at, out -> {
                out.append(empty ? "" : ",");
                join(out, more);
            });
        }
    }

    /** Appends a member to an object that keeps at least one member. */
    void append(JsonSpan.Members object, String name, Consumer<StringBuilder> value) {
        int at = object.list().getLast().value().to();
        add(at, at, out -> value.accept(out.append(",\"").append(name).append("\":")));
    }

    static void join(StringBuilder out, List<Consumer<StringBuilder>> values) {
        var comma = "";
        for (var value : values) {
            value.accept(out.append(comma));
            comma = ",";
        }
    }

    /** The part of the text that stood from {@code from} to {@code to}, edited. */
    void appendTo(StringBuilder out, int from, int to) {
        if (!sorted) {
            edits.sort(Comparator.comparingInt(Edit::from).thenComparingInt(Edit::to));
            sorted = true;
        }
        int at = from;
        for (var edit : edits) {
            // what is put in at the end is behind it
            if (edit.from() >= from && edit.from() < to && edit.to() <= to) {
                out.append(text, at, edit.from());
                edit.with().accept(out);
                at = edit.to();
            }
        }
        out.append(text, at, to);
    }

    private void add(int from, int to, Consumer<StringBuilder> with) {
        edits.add(new Edit(from, to, with));
        sorted = false;
    }

    /** A member or an element, without the comma behind it. */
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
