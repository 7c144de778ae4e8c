package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.thalweg.jobs.Documents.Block;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** What the documents have a program of Maven's depend on is what the POMs are. */
class MavenCoordinatesTest {
    private static final Path REPOSITORY = RunScript.repository();

    private final XPath paths = XPathFactory.newInstance().newXPath();

    private static Document parsed(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static Document pom(String folder) throws Exception {
        return parsed(Files.readString(REPOSITORY.resolve(folder).resolve("pom.xml")));
    }

    private String text(Document document, String path) throws Exception {
        return paths.evaluate(path, document);
    }

    /** Group, artifact, version and scope of the dependencies shown. */
    private List<String> shown() throws Exception {
        List<Block> blocks = Documents.blocksIn("xml");
        assertThat(blocks).hasSize(1);
        Document shown = parsed("<all>" + blocks.get(0).text() + "</all>");
        List<String> dependencies = new ArrayList<>();
        for (int d = 1; d <= shown.getElementsByTagName("dependency").getLength(); d++) {
            String dependency = "/all/dependency[" + d + "]/";
            dependencies.add(String.join(
                    ":",
                    text(shown, dependency + "groupId"),
                    text(shown, dependency + "artifactId"),
                    text(shown, dependency + "version"),
                    text(shown, dependency + "scope")));
        }
        return dependencies;
    }

    @Test
    void documentsNameOurArtifactAndTheSparkThatItIsCompiledAgainst() throws Exception {
        Document root = pom("");
        Document spark = pom("trainer/spark");
        String managed =
                "/project/dependencyManagement/dependencies/dependency[groupId='org.apache.spark' and starts-with(artifactId, 'spark-mllib')]/";
        assertThat(shown())
                .containsExactly(
                        String.join(
                                ":",
                                text(root, "/project/groupId"),
                                text(spark, "/project/artifactId"),
                                text(spark, "/project/parent/version"),
                                ""),
                        String.join(
                                ":",
                                text(root, managed + "groupId"),
                                text(root, managed + "artifactId")
                                        .replace("${scala.binary}", text(root, "/project/properties/scala.binary")),
                                text(root, "/project/properties/spark.version"),
                                text(root, managed + "scope")));
    }

    @Test
    void theProfileThatDocumentsNameIsThere() throws Exception {
        assertThat(Documents.text("trainer/ESTIMATORS.md")).contains("`-P release`");
        assertThat(text(pom(""), "/project/profiles/profile[id='release']/id")).isEqualTo("release");
    }
}
