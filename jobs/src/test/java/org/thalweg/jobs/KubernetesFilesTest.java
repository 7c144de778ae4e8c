package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The files of cluster-configs/kubernetes are of the API's types: no key that it does not know, no value of another
 * type.
 */
class KubernetesFilesTest {
    private static final Path FOLDER = RunScript.repository().resolve("cluster-configs/kubernetes");

    private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.of(
            "v1 Pod", Pod.class,
            "v1 ServiceAccount", ServiceAccount.class,
            "rbac.authorization.k8s.io/v1 Role", Role.class,
            "rbac.authorization.k8s.io/v1 RoleBinding", RoleBinding.class,
            "batch/v1 CronJob", CronJob.class);

    /** The model keeps keys that it does not know; without that, Jackson refuses them. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .registerModule(new SimpleModule().setDeserializerModifier(new BeanDeserializerModifier() {
                private static final long serialVersionUID = 1;

                @Override
                public BeanDeserializerBuilder updateBuilder(
                        DeserializationConfig config, BeanDescription type, BeanDeserializerBuilder builder) {
                    builder.setAnySetter(null);
                    return builder;
                }
            }));

    private static List<HasMetadata> read(String yaml) {
        List<HasMetadata> objects = new ArrayList<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
            Map<?, ?> map = (Map<?, ?>) document;
            Class<? extends HasMetadata> type = TYPES.get(map.get("apiVersion") + " " + map.get("kind"));
            assertThat(type).as("%s %s", map.get("apiVersion"), map.get("kind")).isNotNull();
            objects.add(STRICT.convertValue(map, type));
        }
        return objects;
    }

    private static String text(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name));
    }

    private static void requireNoRights(PodSpec pod) {
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getContainers()).allSatisfy(container -> {
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
        });
    }

    @Test
    void thePodsContainerIsTheOneThatTheSettingsName() throws IOException {
        Pod pod = (Pod) read(text("pod.yaml")).get(0);
        requireNoRights(pod.getSpec());
        String name = pod.getSpec().getContainers().get(0).getName();
        assertThat(text("spark-defaults.conf").lines().filter(line -> line.contains(".podTemplateContainerName")))
                .hasSize(2)
                .allMatch(line -> line.endsWith(" " + name));
        assertThat(pod.getSpec().getVolumes()).singleElement().satisfies(volume -> assertThat(volume.getName())
                .startsWith("spark-local-dir-"));
        assertThat(text("Dockerfile"))
                .contains("USER " + pod.getSpec().getSecurityContext().getRunAsUser());
    }

    @Test
    void retrainingIsACronJobThatMayDoWhatSparkDoes() throws IOException {
        List<HasMetadata> objects = read(text("retrain.yaml"));
        assertThat(objects)
                .extracting(HasMetadata::getKind)
                .containsExactly("ServiceAccount", "Role", "RoleBinding", "CronJob");
        CronJob job = (CronJob) objects.get(3);
        assertThat(job.getSpec().getConcurrencyPolicy()).isEqualTo("Forbid");
        assertThat(job.getSpec().getSchedule()).matches("([0-9*/,-]+ ){4}[0-9*/,-]+");
        PodSpec pod = job.getSpec().getJobTemplate().getSpec().getTemplate().getSpec();
        requireNoRights(pod);
        // A failure policy is taken with no other.
        assertThat(pod.getRestartPolicy()).isEqualTo("Never");
        String account = objects.get(0).getMetadata().getName();
        assertThat(text("spark-defaults.conf")).contains("driver.serviceAccountName  " + account + "\n");
        assertThat(pod.getServiceAccountName()).isEqualTo(account);
        RoleBinding binding = (RoleBinding) objects.get(2);
        assertThat(binding.getSubjects().get(0).getName()).isEqualTo(account);
        assertThat(binding.getRoleRef().getName())
                .isEqualTo(objects.get(1).getMetadata().getName());
    }

    @Test
    void podsThatWouldFailAgainEndTheNightAndOthersAreMadeAgainOnce() throws IOException {
        JobSpec runNumber = ((CronJob) read(text("retrain.yaml")).get(3))
                .getSpec()
                .getJobTemplate()
                .getSpec();
        assertThat(runNumber.getBackoffLimit()).isEqualTo(1);
        List<PodFailurePolicyRule> rules = runNumber.getPodFailurePolicy().getRules();
        assertThat(rules).extracting(PodFailurePolicyRule::getAction).containsExactly("Ignore", "FailJob");
        assertThat(rules.get(0).getOnPodConditions())
                .singleElement()
                .satisfies(condition -> assertThat(condition.getType()).isEqualTo("DisruptionTarget"));
        assertThat(rules.get(1).getOnExitCodes().getContainerName())
                .isEqualTo(
                        runNumber.getTemplate().getSpec().getContainers().get(0).getName());
        assertThat(rules.get(1).getOnExitCodes().getOperator()).isEqualTo("In");
        // The API wants them sorted, each once and without 0.
        assertThat(rules.get(1).getOnExitCodes().getValues()).containsExactly(1, 2, 3, 4, 5);
    }

    /** What the container runs, its variables put in as Kubernetes does, but for where the image has it. */
    private static RunScript.Ended runNumber(Path spark, int code) throws Exception {
        Path program = Files.createDirectories(spark.resolve("bin")).resolve("spark-submit");
        Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\"\nexit " + code + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        CronJob job = (CronJob) read(text("retrain.yaml")).get(3);
        Container container = job.getSpec()
                .getJobTemplate()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);
        Map<String, String> environment = new TreeMap<>();
        container
                .getEnv()
                .forEach(variable -> environment.put(
                        variable.getName(),
                        variable.getValue() == null ? "of-" + variable.getName() : variable.getValue()));
        environment.put("SPARK_HOME", spark.toString());
        List<String> command = new ArrayList<>(container.getCommand());
        command.addAll(container.getArgs());
        command.replaceAll(
                word -> word.replace("/opt/thalweg", RunScript.repository().toString()));
        environment.forEach((name, value) -> command.replaceAll(word -> word.replace("$(" + name + ")", value)));
        return RunScript.startCommand(spark, environment, command).end();
    }

    @Test
    void nightsDriverRunsInTheCronJobsPod(@TempDir Path spark) throws Exception {
        RunScript.Ended ended = runNumber(spark, 0);
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out().lines())
                .containsSubsequence("spark.submit.deployMode=cluster", "--deploy-mode", "client")
                .contains("spark.driver.host=of-POD_IP", "spark.kubernetes.driver.pod.name=of-POD_NAME")
                .contains("spark.kubernetes.namespace=of-NAMESPACE")
                .endsWith("retrain", "s3a://bucket/jobs/pumps.yaml");
    }

    @Test
    void nightThatIsNoFailureEndsWithZero(@TempDir Path spark) throws Exception {
        for (int code : new int[] {20, 21}) {
            assertThat(runNumber(spark, code).code()).isZero();
        }
        for (int code : new int[] {2, 3, 4, 130}) {
            assertThat(runNumber(spark, code).code()).isEqualTo(code);
        }
    }

    /** A check that lets all pass checks nothing. */
    @Test
    void wrongKeysAndTypesAreRefused() throws IOException {
        for (String[] slip : new String[][] {
            {"pod.yaml", "sizeLimit:", "sizeLimits:"},
            {"pod.yaml", "maxSkew: 1", "maxSkew: one"},
            {"pod.yaml", "runAsUser: 185", "runAsUser: spark"},
            {"retrain.yaml", "concurrencyPolicy:", "concurrentPolicy:"},
            {"retrain.yaml", "backoffLimit: 1", "backoffLimit: none"},
            {"retrain.yaml", "onExitCodes:", "onExitCode:"},
            {"retrain.yaml", "values: [1, ", "values: [one, "},
            {"retrain.yaml", "verbs: [", "verb: ["},
        }) {
            String text = text(slip[0]);
            assertThat(text).contains(slip[1]);
            assertThatThrownBy(() -> read(text.replace(slip[1], slip[2])))
                    .as(slip[2])
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static RunScript.Ended submit(Map<String, String> environment) throws Exception {
        return RunScript.startCommand(
                        FOLDER,
                        environment,
                        List.of(FOLDER.resolve("submit").toString(), "--verbose", "train", "x.yaml"))
                .end();
    }

    @Test
    void scriptReportsWhatIsMissing() throws Exception {
        for (RunScript.Ended ended : List.of(
                submit(Map.of("MASTER", "")),
                submit(Map.of("MASTER", "local[2]")),
                submit(Map.of("MASTER", "k8s://x")))) {
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.err()).startsWith("kubernetes/submit: expected ").hasLineCount(1);
        }
    }

    /** Calls a spark-submit that prints its arguments. */
    @Test
    void scriptGivesAllSettingsAndTheImagesJar(@TempDir Path spark) throws Exception {
        Path program = Files.createDirectories(spark.resolve("bin")).resolve("spark-submit");
        Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        RunScript.Ended ended = submit(Map.of("SPARK_HOME", spark.toString(), "MASTER", "k8s://x", "IMAGE", "i:1"));
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out().lines())
                .contains("k8s://x", "spark.kubernetes.container.image=i:1", "spark.authenticate=true")
                .contains("spark.kubernetes.executor.podTemplateFile=" + FOLDER.resolve("pod.yaml"))
                .endsWith("--verbose", "local:///opt/thalweg/jobs/target/thalweg-jobs.jar", "train", "x.yaml");
    }
}
