package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** What the README has a program of Maven's depend on is what the POMs are. */
class MavenCoordinatesTest {
    private static final Pattern XML = Pattern.compile("^```xml\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
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

    /** Group, artifact, version and scope of the README's dependencies. */
    private List<String> shown() throws Exception {
        Matcher block = XML.matcher(readme());
        assertThat(block.find()).isTrue();
        Document shown = parsed("<all>" + block.group(1) + "</all>");
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

    private static String readme() throws IOException {
        return Files.readString(REPOSITORY.resolve("README.md"));
    }

    @Test
    void readmeNamesOurArtifactAndTheSparkThatItIsCompiledAgainst() throws Exception {
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
    void theProfileThatReadmeNamesIsThere() throws Exception {
        assertThat(readme()).contains("`-P release`");
        assertThat(text(pom(""), "/project/profiles/profile[id='release']/id")).isEqualTo("release");
    }
}
