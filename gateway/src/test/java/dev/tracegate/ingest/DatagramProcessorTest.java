package dev.tracegate.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.BatchState;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.ingest.source.TenantResolver;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatagramProcessorTest {
    private static final String HEADER = "{\"format\":\"json\",\"version\":1}\n";
    private static final InetSocketAddress SOURCE = new InetSocketAddress("127.0.0.1", 40_000);

    private final SegmentLedger books = new SegmentLedger();
    private final Flow flow = new Flow(new BatchLimits(50, 1_000_000, 0), new SegmentBudget(1_000), books);
    private final List<Object> events = new ArrayList<>();
    private final DatagramProcessor processor = new DatagramProcessor(TenantResolver.single(), flow, books, () -> 77,
            new DatagramListener() {
                @Override
                public void rejected(InetSocketAddress source, RejectReason reason, int bytes) {
                    events.add(reason);
                }

                @Override
                public void shed(InetSocketAddress source, ShedReason reason, int bytes) {
                    events.add(reason);
                }

                @Override
                public void readFailed(Throwable failure) {
                    events.add(failure);
                }
            });

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"'',EMPTY_DATAGRAM", "x,MISSING_HEADER",
            "'{\"format\":\"json\",\"version\":1}',MISSING_HEADER",
            "'{\"format\":\"json\",\"version\":1}\n',MISSING_SEGMENT", "'\n',MISSING_SEGMENT", "'\n{}',INVALID_HEADER",
            "'{\"format\":\"json\",\"version\":2}\n{}',INVALID_HEADER"})
    void an_invalid_datagram_is_counted_by_reason(String datagram, RejectReason reason) {
        receive(datagram);

        assertThat(books.read(TenantId.DEFAULT).rejected()).containsEntry(reason, 1L);
        assertThat(books.read(TenantId.DEFAULT).imbalance()).isZero();
        assertThat(events).containsExactly(reason);
        assertThat(flow.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"x,1", "T1SCiQK,1", "'{\"id\":\"70de5b6f19ff9a0a\"}',0", "'{\"a\":1}\n{\"b\":2}',1", "' {} ',0"})
    void every_body_after_a_valid_header_is_forwarded_unchanged(String body, int unreadable) {
        receive(HEADER + body);

        var batch = flow.pollAny();
        assertThat(batch).isNotNull().extracting(BatchState::size).isEqualTo(1);
        assertThat(books.read(TenantId.DEFAULT).unreadable()).isEqualTo(unreadable);
        assertThat(new String(batch.segments().getFirst().escaped(), UTF_8))
                .isEqualTo(body.replace("\"", "\\\"").replace("\n", "\\n"));
    }

    @Test
    void a_segment_has_its_source_and_time_and_copies_the_buffer() {
        byte[] buffer = (HEADER + "{\"id\":\"70de5b6f19ff9a0a\"}").getBytes(UTF_8);
        processor.datagram(buffer, buffer.length, SOURCE, 2000);

        Arrays.fill(buffer, (byte) '!');

        var segment = flow.pollAny().segments().getFirst();
        assertThat(segment.source()).isEqualTo(SOURCE);
        assertThat(segment.receivedNanos()).isEqualTo(77);
        assertThat(segment.envelope().idText()).isEqualTo("70de5b6f19ff9a0a");
        assertThat(new String(segment.escaped(), UTF_8)).doesNotContain("!");
    }

    @Test
    void documents_with_replaced_bytes_are_counted() {
        byte[] datagram = (HEADER + "{\"a\":\"?\"}").getBytes(UTF_8);
        datagram[datagram.length - 3] = (byte) 0xff;

        processor.datagram(datagram, datagram.length, SOURCE, 2000);

        assertThat(books.read(TenantId.DEFAULT).replacedUtf8()).isEqualTo(1);
    }

    @Test
    void a_segment_beyond_the_budget_is_shed_and_reported() {
        receive(HEADER + "x".repeat(1_001));

        assertThat(events).containsExactly(ShedReason.BUFFER_FULL);
        assertThat(books.read(TenantId.DEFAULT).imbalance()).isZero();
    }

    private void receive(String datagram) {
        byte[] bytes = datagram.getBytes(UTF_8);
        processor.datagram(Arrays.copyOf(bytes, bytes.length + 10), bytes.length, SOURCE, 2000);
    }
}
