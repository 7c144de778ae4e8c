import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * HDFS and YARN of one node each, in a process of their own on 127.0.0.1: {@code java MiniYarn.java FOLDER}.
 *
 * <p>Writes the settings that reach them into FOLDER/conf, for HADOOP_CONF_DIR, then prints a line, and ends with its
 * standard input. It is run from source, as its libraries are no part of any class path that the build compiles with.
 */
final class MiniYarn {
    private static final String HOST = "127.0.0.1";

    private MiniYarn() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        Configuration conf = new YarnConfiguration();
        conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
        // A disk that is nearly full is the build machine's business.
        conf.set("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "100");
        MiniDFSCluster hdfs =
                new MiniDFSCluster.Builder(conf).nameNodePort(freePort()).numDataNodes(1).build();
        MiniYARNCluster yarn = yarn(folder, hdfs.getURI().toString());
        write(yarn.getConfig(), Files.createDirectories(folder.resolve("conf")));
        System.out.println("Running: " + hdfs.getURI());
        while (System.in.read() >= 0) {
            continue;
        }
        yarn.stop();
        hdfs.shutdown();
        System.exit(0);
    }

    private static MiniYARNCluster yarn(Path folder, String hdfs) throws IOException {
        System.setProperty("test.build.data", folder.resolve("yarn").toString());
        YarnConfiguration conf = new YarnConfiguration();
        conf.set("fs.defaultFS", hdfs);
        conf.setBoolean("yarn.is.minicluster", true);
        conf.setBoolean("yarn.minicluster.fixed.ports", true);
        conf.setBoolean("yarn.minicluster.use-rpc", true);
        for (String address : new String[] {"", ".scheduler", ".resource-tracker", ".admin", ".webapp"}) {
            conf.set("yarn.resourcemanager" + address + ".address", HOST + ":" + freePort());
        }
        conf.set("yarn.resourcemanager.hostname", HOST);
        conf.set("yarn.nodemanager.hostname", HOST);
        conf.set("yarn.scheduler.capacity.root.queues", "default");
        conf.set("yarn.scheduler.capacity.root.default.capacity", "100");
        // One application's driver may take the whole node; Spark's container is all there is beside it.
        conf.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
        conf.setInt("yarn.minicluster.yarn.nodemanager.resource.memory-mb", 8192);
        conf.setInt("yarn.nodemanager.resource.cpu-vcores", 8);
        conf.setInt("yarn.scheduler.minimum-allocation-mb", 256);
        conf.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
        conf.setBoolean("yarn.nodemanager.pmem-check-enabled", false);
        conf.set("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "100");
        // As cluster-configs/README.md advises it: a driver that is killed then has time to write a checkpoint.
        conf.set("yarn.nodemanager.sleep-delay-before-sigkill.ms", "30000");
        MiniYARNCluster yarn = new MiniYARNCluster("thalweg", 1, 1, 1);
        yarn.init(conf);
        yarn.start();
        return yarn;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    /** The mini cluster maps nodes to racks by a class of its own, which no client has. */
    private static void write(Configuration running, Path folder) throws IOException {
        Configuration conf = new Configuration(running);
        conf.set("net.topology.node.switch.mapping.impl", "org.apache.hadoop.net.ScriptBasedMapping");
        for (String name : new String[] {"core-site.xml", "hdfs-site.xml", "yarn-site.xml"}) {
            try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
                conf.writeXml(out);
            }
        }
    }
}
