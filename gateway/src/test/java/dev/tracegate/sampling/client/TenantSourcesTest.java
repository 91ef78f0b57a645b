package dev.tracegate.sampling.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.segment.SourceKey;
import dev.tracegate.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TenantSourcesTest {
    private static final TenantId A = new TenantId("a");
    private static final TenantId B = new TenantId("b");

    private final List<String> evicted = new ArrayList<>();
    private final TenantSources<SourceKey> sources = new TenantSources<>(4, 3, key -> key,
            (tenant, key) -> evicted.add(tenant + "/" + key.low()));

    private SourceKey get(TenantId tenant, long address) {
        return sources.get(tenant, new SourceKey(0, address, 0));
    }

    private List<String> all() {
        var all = new ArrayList<String>();
        sources.forEach((tenant, key) -> all.add(tenant + "/" + key.low()));
        return all;
    }

    @Test
    void an_address_has_one_value_for_each_tenant() {
        assertThat(get(A, 1)).isSameAs(get(A, 1)).isNotSameAs(get(B, 1));
        assertThat(sources.size()).isEqualTo(2);
    }

    @Test
    void a_tenant_at_its_bound_loses_the_address_used_longest_ago() {
        get(B, 1);
        get(A, 1);
        get(A, 2);
        get(A, 3);
        get(A, 1);
        get(A, 4);

        assertThat(evicted).containsExactly("a/2");
        assertThat(all()).containsExactlyInAnyOrder("b/1", "a/3", "a/1", "a/4");
    }

    @Test
    void beyond_the_bound_of_all_the_tenant_used_longest_ago_loses_one() {
        get(A, 1);
        get(A, 2);
        get(B, 1);
        get(B, 2);
        get(B, 3);
        get(new TenantId("c"), 1);

        assertThat(evicted).containsExactly("a/1", "a/2");
        assertThat(all()).containsExactlyInAnyOrder("b/1", "b/2", "b/3", "c/1");
    }

    @Test
    void removed_addresses_leave_room_and_are_made_anew() {
        var before = get(A, 1);
        get(A, 2);

        sources.removeIf((tenant, key) -> key.low() == 1);

        assertThat(sources.size()).isOne();
        assertThat(get(A, 1)).isNotSameAs(before);
        assertThat(evicted).isEmpty();
    }

    @Test
    void stays_within_its_bounds_whatever_is_asked_for() {
        var random = new Random(11);
        for (int i = 0; i < 100_000; i++) {
            var tenant = new TenantId("t" + random.nextInt(6));
            var key = new SourceKey(0, random.nextInt(5), 0);
            assertThat(sources.get(tenant, key)).isEqualTo(key);
            if (random.nextInt(50) == 0) {
                sources.removeIf((each, value) -> random.nextBoolean());
            }
            assertThat(all()).hasSize(sources.size()).doesNotHaveDuplicates();
            assertThat(sources.size()).isLessThanOrEqualTo(4);
        }
    }
}
