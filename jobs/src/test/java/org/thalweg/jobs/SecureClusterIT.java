package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The settings of cluster-configs/security, all of them, on a cluster of processes. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class SecureClusterIT {
    /** Values that are nobody's to see; each under another kind of key. */
    private static final Map<String, String> CANARIES = Map.of(
            "spark.hadoop.fs.s3a.secret.key", "canary-one-5Zt",
            "spark.hadoop.fs.azure.account.key.store.example", "canary-two-8Qw",
            "spark.mysql.passwd", "canary-three-2Lk",
            "spark.hadoop.some.credential", "canary-four-9Vb");

    private static final List<String> SETTINGS = List.of(
            "spark.driver.host=127.0.0.1",
            "spark.driver.bindAddress=127.0.0.1",
            "spark.executor.memory=1g",
            "spark.scheduler.minRegisteredResourcesRatio=1.0",
            "spark.cores.max=2");

    private static Path folder;
    private static Path secrets;
    private static SparkInstallation spark;
    private static Workbench bench;

    @BeforeAll
    static void makeSecrets() throws Exception {
        folder = SparkInstallation.scratch("secure");
        bench = new Workbench(folder);
        bench.write("flowers.csv", Flowers.csv(Flowers.of(200, 1)));
        spark = SparkInstallation.in(folder.resolve("spark"));
        secrets = folder.resolve("secrets");
        Path script = RunScript.repository().resolve("cluster-configs/security/make-secrets");
        RunScript.Ended made = RunScript.startCommand(
                        folder, Map.of(), List.of(script.toString(), secrets.toString(), "127.0.0.1"))
                .end();
        assertThat(made.code()).as(made.err()).isZero();
        List<String> lines = new ArrayList<>();
        CANARIES.forEach((key, value) -> lines.add(key + " " + value));
        Files.write(secrets.resolve("spark-defaults.conf"), lines, StandardOpenOption.APPEND);
    }

    private Path job(String model) {
        return bench.write(
                model + ".yaml",
                """
                task: classification
                data: { format: csv, path: %s, label: kind, scale: standard, validation: 0.1 }
                network: { hidden: [16] }
                training: { epochs: 4, batchSize: 50, laneRows: 25 }
                model: { path: %s }
                """
                        .formatted(bench.path("flowers.csv"), bench.path(model)));
    }

    private Process submit(SparkInstallation of, String master, Path log, String model, String... more)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--master", master));
        Stream.concat(SETTINGS.stream(), Stream.of(more)).forEach(conf -> arguments.addAll(List.of("--conf", conf)));
        arguments.addAll(List.of(
                SparkInstallation.jar().toString(),
                "train",
                "--verbose",
                job(model).toString()));
        return of.start(log, "org.apache.spark.deploy.SparkSubmit", arguments.toArray(String[]::new));
    }

    @Test
    void trainsTheSameWeightsWithAllOfItOnAndShowsNoSecret() throws Exception {
        bench.run("train", job("open").toString()).done();
        Path events = Files.createDirectories(folder.resolve("events"));
        String environment;
        try (StandaloneCluster cluster = StandaloneCluster.start(spark.with(secrets), folder, 2)) {
            Path log = folder.resolve("submit.log");
            List<Process> processes = new ArrayList<>();
            try {
                Process training = submit(
                        spark.with(secrets),
                        cluster.url(),
                        log,
                        "secure",
                        "spark.ui.port=0",
                        "spark.ssl.ui.port=0",
                        "spark.eventLog.enabled=true",
                        "spark.eventLog.compress=false",
                        "spark.eventLog.dir=" + events.toUri());
                processes.add(training);
                Process nothing = submit(spark, cluster.url(), folder.resolve("nothing.log"), "nothing");
                processes.add(nothing);
                Process plain = submit(
                        spark.with(secrets),
                        cluster.url(),
                        folder.resolve("plain.log"),
                        "plain",
                        "spark.ssl.rpc.enabled=false",
                        "spark.network.crypto.enabled=false",
                        "spark.io.encryption.enabled=false",
                        "spark.network.crypto.saslFallback=true");
                processes.add(plain);
                int tlsPort = portOf("SparkUI (HTTPS)", training, log);
                int port = portOf("SparkUI", training, log);
                environment = overTls(training, tlsPort, log);
                onlyTheWayToTls(port, tlsPort);
                noOlderTls("https://127.0.0.1:" + tlsPort + APPLICATIONS, "thalweg secure");
                noOlderTls(mastersPage(), "Spark Master");
                refused(nothing, "nothing");
                refused(plain, "plain");
                assertThat(training.waitFor(150, TimeUnit.SECONDS))
                        .as("ended in time")
                        .isTrue();
                assertThat(training.exitValue()).as(Files.readString(log)).isZero();
            } finally {
                for (Process process : processes) {
                    process.destroyForcibly().waitFor();
                }
            }
        }
        String master = Files.readString(folder.resolve("master.log"));
        assertThat(master).contains("authentication enabled");
        if (!org.apache.spark.package$.MODULE$.SPARK_VERSION().startsWith("3.")) {
            assertThat(master).contains("RPC SSL enabled");
        }
        assertThat(master.lines().filter(line -> line.contains("Registered app")))
                .as("applications of the cluster")
                .hasSize(1);
        assertThat(bench.metrics("secure").get("weightsSha256"))
                .isEqualTo(bench.metrics("open").get("weightsSha256"));
        assertThat(environment).contains("spark.ssl.rpc.enabled", "TLS_AES_256_GCM_SHA384");
        noSecretIn("the environment page", environment);
        assertThat(CANARIES.keySet()).as("told, but not their values").allMatch(environment::contains);
        noSecretInFiles(events);
    }

    /** The port on which a service of a driver listens, as the driver logs it. */
    private static int portOf(String service, Process driver, Path log) throws InterruptedException {
        String started = "Successfully started service '" + service + "' on port ";
        String line = SparkInstallation.await(driver, log, started, 90);
        return Integer.parseInt(
                line.substring(line.indexOf(started) + started.length()).replaceAll("\\D.*", ""));
    }

    /** Trusts the certificate that make-secrets made, and nothing else. */
    private static HttpClient browser(String... protocols) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(secrets.resolve("cluster.pem"))) {
            trusted.setCertificateEntry(
                    "ui", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        SSLParameters spoken = context.getSupportedSSLParameters();
        if (protocols.length > 0) {
            spoken.setProtocols(protocols);
        }
        return HttpClient.newBuilder()
                .sslContext(context)
                .sslParameters(spoken)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    private static HttpResponse<String> get(HttpClient client, String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(20))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /**
     * The driver's environment, as soon as it is there: as JSON, from which newer Sparks make their page in the
     * browser.
     */
    private static String overTls(Process training, int port, Path log) throws Exception {
        HttpClient browser = browser("TLSv1.3", "TLSv1.2");
        while (training.isAlive()) {
            try {
                String at = "https://127.0.0.1:" + port + APPLICATIONS;
                Matcher id = ID.matcher(get(browser, at).body());
                HttpResponse<String> page = id.find() ? get(browser, at + "/" + id.group(1) + "/environment") : null;
                if (page != null && page.body().contains("spark.app.id")) {
                    assertThat(page.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
                    return page.body();
                }
            } catch (IOException e) {
                // Not there yet.
            }
            Thread.sleep(100);
        }
        throw new AssertionError("ended before its page was there:\n" + Files.readString(log));
    }

    private static final String APPLICATIONS = "/api/v1/applications";
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

    private static String mastersPage() throws IOException {
        String started = Files.readString(folder.resolve("master.log"))
                .lines()
                .filter(line -> line.contains("MasterWebUI") && line.contains("https://"))
                .findFirst()
                .orElseThrow();
        return started.substring(started.indexOf("https://")).strip();
    }

    /** A page that TLS 1.3 shows, and TLS 1.2 alone does not. */
    private static void noOlderTls(String url, String shown) throws Exception {
        assertThat(get(browser("TLSv1.3"), url).body()).contains(shown);
        assertThatThrownBy(() -> get(browser("TLSv1.2"), url)).as(url).isInstanceOf(SSLHandshakeException.class);
    }

    private static void onlyTheWayToTls(int port, int tlsPort) throws Exception {
        HttpResponse<String> page = get(HttpClient.newHttpClient(), "http://127.0.0.1:" + port + "/environment/");
        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(page.headers().firstValue("Location").orElseThrow())
                .isEqualTo("https://127.0.0.1:" + tlsPort + "/environment/");
        assertThat(page.body()).isEmpty();
    }

    /** A client that lacks the secret, or would talk in the clear, never becomes an application. */
    private static void refused(Process client, String name) throws InterruptedException {
        SparkInstallation.await(client, folder.resolve(name + ".log"), "Failed to connect to master", 90);
        assertThat(folder.resolve(name)).doesNotExist();
    }

    private static void noSecretIn(String where, String text) throws IOException {
        assertThat(secretValues()).hasSize(CANARIES.size() + 2);
        for (String secret : secretValues()) {
            assertThat(text.contains(secret)).as(secret + " in " + where).isFalse();
        }
    }

    /** The canaries, the cluster's secret, and the key store's password. */
    private static List<String> secretValues() throws IOException {
        return Files.readAllLines(secrets.resolve("spark-defaults.conf")).stream()
                .filter(line -> line.matches("spark\\.(authenticate\\.secret|ssl\\.ui\\.keyPassword) .*")
                        || CANARIES.containsKey(line.split(" ")[0]))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    /** Logs of all processes, the event log, the model and all beside it. */
    private static void noSecretInFiles(Path events) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(secrets) && !file.startsWith(spark.home()))
                    .filter(file -> !file.toString().endsWith(".jar"))
                    .toList();
        }
        assertThat(files)
                .anyMatch(file -> file.startsWith(events))
                .anyMatch(file -> file.endsWith("secure/metrics.json"))
                .anyMatch(file -> file.endsWith("secure/job.yaml"))
                .anyMatch(file -> file.endsWith("secure/model.safetensors"))
                .anyMatch(file -> file.endsWith("master.log"))
                .anyMatch(file -> file.endsWith("worker-1.log"))
                .anyMatch(file -> file.endsWith("submit.log"))
                .anyMatch(file -> file.endsWith("stderr"));
        for (Path file : files) {
            noSecretIn(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void onlyTheirOwnerReadsTheSecrets() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                .isEqualTo("rwx------");
        for (String name : List.of("spark-defaults.conf", "cluster.p12", "cluster.pem")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    private static void secretsRefused(String message, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(RunScript.repository()
                .resolve("cluster-configs/security/make-secrets")
                .toString()));
        command.addAll(List.of(arguments));
        RunScript.Ended ended =
                RunScript.startCommand(folder, Map.of(), command).end();
        assertThat(ended.err()).isEqualToIgnoringNewLines("make-secrets: " + message);
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void whatMakeSecretsRefusesLeavesNothing() throws Exception {
        secretsRefused(
                "expected host names or addresses, found 'no host'; name hosts as browsers reach them, such as"
                        + " master.example.org",
                "refused",
                "no host");
        secretsRefused(
                "expected host names or addresses, found 999.1.2.3; keytool refused them", "refused", "999.1.2.3");
        assertThat(folder.resolve("refused")).doesNotExist();
        Path file = bench.write("a-file", "x");
        secretsRefused(
                "expected a folder that can be created, found " + file + "/x; check the path and its permissions",
                file + "/x",
                "127.0.0.1");
        secretsRefused("expected a folder, found the option --new; name one, such as /etc/spark-secure", "--new");
    }
}
