package dev.tracegate.interop;

import static dev.tracegate.interop.XRayCli.objects;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The task definitions and images of {@code ecs/} agree with each other and with the gateway's addresses. */
class TaskDefinitionTest {
    private static final int SEGMENTS = 2000;
    private static final int ADMIN = 2080;

    @Test
    void the_service_sends_to_the_port_on_which_the_sidecar_listens() throws IOException {
        var task = definition("sidecar");
        var app = container(task, "my-app");
        var gateway = container(task, "xray-daemon");

        assertThat(task.getString("networkMode")).isEqualTo("awsvpc");
        assertThat(environment(app, "AWS_XRAY_DAEMON_ADDRESS")).isEqualTo("localhost:" + SEGMENTS);
        assertThat(ports(gateway)).containsExactly(SEGMENTS + "/udp");
        assertThat(ports(app)).containsExactly("3000/tcp");
        assertThat(file("my-ecs-app/Dockerfile")).contains("EXPOSE 3000\n");
    }

    @Test
    void a_failed_sidecar_does_not_end_the_task_and_a_running_one_stops_after_the_service() throws IOException {
        var task = definition("sidecar");
        var gateway = container(task, "xray-daemon");

        assertThat(gateway.getBoolean("essential")).isFalse();
        assertThat(gateway.getInteger("cpu")).isEqualTo(32);
        assertThat(gateway.getInteger("memoryReservation")).isEqualTo(64);
        // containers stop in the reverse order of their dependencies
        assertThat(objects(container(task, "my-app"), "dependsOn"))
                .extracting(other -> other.getString("containerName"))
                .containsExactly("xray-daemon");
    }

    @Test
    void the_daemon_service_listens_on_its_host() throws IOException {
        var task = definition("daemon");
        var gateway = container(task, "xray-daemon");

        assertThat(task.getString("networkMode")).isEqualTo("host");
        assertThat(gateway.getInteger("memory")).isEqualTo(128);
        assertThat(ports(gateway)).containsExactly(SEGMENTS + "/udp", SEGMENTS + "/tcp");
        assertThat(objects(gateway, "portMappings")).extracting(mapping -> mapping.getInteger("hostPort"))
                .containsOnly(SEGMENTS);
    }

    /** A Docker volume, not a folder of the host: a new one takes over its owner from the image. */
    @ParameterizedTest
    @ValueSource(strings = {"spool", "identity"})
    void the_folders_of_the_daemon_service_outlive_its_task(String folder) throws IOException {
        var path = "/var/lib/tracegate/" + folder;
        var task = definition("daemon");
        var mount = objects(container(task, "xray-daemon"), "mountPoints")
                .filter(point -> point.getString("containerPath").equals(path))
                .findFirst()
                .orElseThrow();
        var volume = objects(task, "volumes")
                .filter(one -> one.getString("name").equals(mount.getString("sourceVolume")))
                .findFirst()
                .orElseThrow();

        assertThat(volume.getJsonObject("dockerVolumeConfiguration").getString("scope")).isEqualTo("shared");
        assertThat(file("gateway/Dockerfile")).containsPattern("install -d -o xray -m 0700 .* ?" + path + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sidecar", "daemon"})
    void the_health_check_runs_the_launcher_at_its_path_in_the_image(String name) throws IOException {
        var check = container(definition(name), "xray-daemon").getJsonObject("healthCheck");

        assertThat(check.getJsonArray("command"))
                .isEqualTo(JsonArray.of("CMD", "/opt/tracegate/bin/tracegate", "health"));
        assertThat(file("gateway/Dockerfile")).contains("COPY tracegate /opt/tracegate\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sidecar", "daemon"})
    void the_drain_fits_into_the_stop_timeout_and_the_admin_port_is_not_exposed(String name) throws IOException {
        var gateway = container(definition(name), "xray-daemon");

        // 20 s: the gateway's deadline to drain; 120 s: the most that Fargate allows
        assertThat(gateway.getInteger("stopTimeout")).isBetween(25, 120);
        assertThat(ports(gateway)).noneMatch(port -> port.startsWith(ADMIN + "/"));
    }

    @Test
    void the_image_is_started_like_the_image_of_the_daemon() throws IOException {
        String address = "0.0.0.0:" + SEGMENTS;

        assertThat(file("gateway/Dockerfile"))
                .contains("ENTRYPOINT [\"/xray\", \"-t\", \"" + address + "\", \"-b\", \"" + address + "\"]")
                .contains("ln -s /opt/tracegate/bin/tracegate /xray ")
                .contains("ln -s /opt/tracegate/bin/tracegate /usr/bin/xray\n")
                .contains("EXPOSE " + SEGMENTS + "/udp\n", "EXPOSE " + SEGMENTS + "/tcp\n")
                .contains("USER 10001\n");
    }

    private static JsonObject definition(String name) throws IOException {
        return new JsonObject(file("task-definition-" + name + ".json"));
    }

    private static String file(String path) throws IOException {
        return Files.readString(Workplace.ROOT.resolve("ecs").resolve(path));
    }

    private static JsonObject container(JsonObject task, String name) {
        return named(objects(task, "containerDefinitions"), name);
    }

    private static String environment(JsonObject container, String variable) {
        return named(objects(container, "environment"), variable).getString("value");
    }

    private static JsonObject named(Stream<JsonObject> objects, String name) {
        return objects.filter(object -> name.equals(object.getString("name")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing named " + name));
    }

    private static List<String> ports(JsonObject container) {
        return objects(container, "portMappings")
                .map(mapping -> mapping.getInteger("containerPort") + "/" + mapping.getString("protocol"))
                .toList();
    }
}
