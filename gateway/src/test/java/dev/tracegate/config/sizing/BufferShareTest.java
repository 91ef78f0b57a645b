package dev.tracegate.config.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.config.Settings.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BufferShareTest {
    private static final long MIB = 1024 * 1024;

    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource({"32,3", "110,3", "116,6", "128,16", "513,64", "2048,256", "65536,256"})
    void in_profile_host_the_buffer_is_an_eighth_of_the_limit_if_that_leaves_room_for_the_process(long limit,
            long share)
            throws Exception {
        write("proc/self/cgroup", "0::/\n");
        write("sys/fs/cgroup/memory.max", limit * MIB + "\n");
        write("proc/meminfo", "MemTotal:       999999999 kB\n");

        assertThat(hostShare()).isEqualTo(share * MIB);
    }

    @ParameterizedTest
    @CsvSource({"512,16", "1600,16", "2000,20", "24000,240", "768000,256", "0,16"})
    void in_profile_host_without_a_limit_the_buffer_is_a_hundredth_of_the_memory(long total, long share)
            throws Exception {
        write("proc/self/cgroup", "0::/user.slice\n");
        write("sys/fs/cgroup/user.slice/memory.max", "max\n");
        write("proc/meminfo", "MemFree: 1 kB\nMemTotal:       " + total * 1024 + " kB\n");

        assertThat(hostShare()).isEqualTo(share * MIB);
    }

    @Test
    void without_readable_memory_information_the_smallest_host_buffer_applies() {
        assertThat(hostShare()).isEqualTo(16 * MIB);
    }

    @Test
    void the_lowest_limit_of_the_cgroup_and_its_parents_applies() throws Exception {
        write("proc/self/cgroup", "0::/system.slice/xray.service\n");
        write("sys/fs/cgroup/system.slice/xray.service/memory.max", 512 * MIB + "\n");
        write("sys/fs/cgroup/system.slice/memory.max", 256 * MIB + "\n");

        assertThat(new MachineMemory(root).limit()).hasValue(256 * MIB);
    }

    @Test
    void cgroups_of_version_1_are_read_too() throws Exception {
        write("proc/self/cgroup", "11:cpu,cpuacct:/docker/4f\n7:memory:/docker/4f\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", 128 * MIB + "\n");

        assertThat(new MachineMemory(root).limit()).hasValue(128 * MIB);

        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        assertThat(new MachineMemory(root).limit()).isEmpty();
    }

    @Test
    void a_path_that_leaves_the_cgroup_folder_is_not_followed() throws Exception {
        write("proc/self/cgroup", "0::/../../../etc\n");
        write("etc/memory.max", MIB + "\n");

        assertThat(new MachineMemory(root).limit()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SIDECAR,8", "EMBEDDED,32"})
    void the_other_profiles_have_a_fixed_buffer(Profile profile, long share) {
        assertThat(BufferShare.of(profile, new MachineMemory(root), 0).value()).isEqualTo(share * MIB);
    }

    private long hostShare() {
        return BufferShare.of(Profile.HOST, new MachineMemory(root), 0).value();
    }

    private void write(String path, String text) throws Exception {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), text);
    }
}
