package dev.tracegate.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.config.Settings.Choice;
import dev.tracegate.config.Settings.Mode;
import dev.tracegate.config.Settings.Profile;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class ModeTableTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"xray,-,-,-,AWS,started as xray",
            "tracegate,-n,-,-,AWS,started with the X-Ray daemon's flag -n",
            "tracegate,-,./cfg.yaml,-,AWS,the X-Ray daemon's ./cfg.yaml was read",
            "tracegate,-,-,ECS_CONTAINER_METADATA_URI=u,AWS,ECS_CONTAINER_METADATA_URI is set",
            "tracegate,-,-,ECS_CONTAINER_METADATA_URI_V4=u,AWS,ECS_CONTAINER_METADATA_URI_V4 is set",
            "tracegate,-,-,AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=u,AWS,AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is set",
            "tracegate,-,-,AWS_CONTAINER_CREDENTIALS_FULL_URI=u,AWS,AWS_CONTAINER_CREDENTIALS_FULL_URI is set",
            "tracegate,-,-,AWS_WEB_IDENTITY_TOKEN_FILE=f,AWS,AWS_WEB_IDENTITY_TOKEN_FILE is set",
            "tracegate,-,-,KUBERNETES_SERVICE_HOST=h,AWS,KUBERNETES_SERVICE_HOST is set",
            "xray,-n,./cfg.yaml,KUBERNETES_SERVICE_HOST=h,AWS,started as xray",
            "tracegate,-,-,-,EMBEDDED,nothing selects AWS; --sink aws uploads to X-Ray",
            "tracegate,-,-,KUBERNETES_SERVICE_HOST=,EMBEDDED,nothing selects AWS; --sink aws uploads to X-Ray",
            "tracegate,-,-,AWS_REGION=eu-west-1 AWS_PROFILE=p AWS_ACCESS_KEY_ID=k,EMBEDDED,nothing selects AWS; --sink aws uploads to X-Ray",
            "my-xray,-,-,-,EMBEDDED,nothing selects AWS; --sink aws uploads to X-Ray"})
    void the_mode_follows_from_the_name_the_flags_the_file_and_the_variables(String name, String flag, String file,
            String variables,
            Mode mode,
            String reason) {
        assertThat(ModeTable.mode(new ModeTable.Facts(name, flag, file, map(variables))))
                .isEqualTo(new Choice<>(mode, reason));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"EMBEDDED,-,EMBEDDED,the default of embedded mode",
            "EMBEDDED,ECS_CONTAINER_METADATA_URI_V4=u AWS_EXECUTION_ENV=AWS_ECS_FARGATE,EMBEDDED,the default of embedded mode",
            "AWS,ECS_CONTAINER_METADATA_URI_V4=u AWS_EXECUTION_ENV=AWS_ECS_FARGATE,SIDECAR,in a Fargate task",
            "AWS,ECS_CONTAINER_METADATA_URI_V4=u AWS_EXECUTION_ENV=AWS_ECS_EC2,HOST,in a task on EC2; use --profile sidecar for one gateway per task",
            "AWS,ECS_CONTAINER_METADATA_URI_V4=u,HOST,in a task on EC2; use --profile sidecar for one gateway per task",
            "AWS,AWS_EXECUTION_ENV=AWS_ECS_FARGATE,HOST,not in a Fargate task",
            "AWS,KUBERNETES_SERVICE_HOST=h,HOST,not in a Fargate task",
            "AWS,-,HOST,not in a Fargate task"})
    void the_profile_follows_from_the_mode_and_the_variables(Mode mode, String variables, Profile profile,
            String reason) {
        assertThat(ModeTable.profile(mode, map(variables))).isEqualTo(new Choice<>(profile, reason));
    }

    public static Map<String, String> map(String variables) {
        var map = new HashMap<String, String>();
        for (var variable : variables == null ? new String[0] : variables.split(" ", -1)) {
            map.put(variable.split("=", 2)[0], variable.split("=", 2)[1]);
        }
        return map;
    }
}
