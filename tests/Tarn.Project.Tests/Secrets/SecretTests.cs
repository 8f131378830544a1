using Tarn.Project.Secrets;
using Tarn.Project.Yaml;
using Tarn.Testing;

namespace Tarn.Project.Tests.Secrets;

public sealed class SecretTests
{
    static Secret Bind(string reference, string folder = "/") => YamlDocument.Parse("a.yaml", $"password: {reference}")
        .Bind(fields => fields.Secret("password"), new YamlContext(folder, name => name == "SET" ? "hunter2" : null));

    [Fact]
    public void Prints_stars_wherever_it_is_printed()
    {
        var secret = new Secret("hunter2");
        Assert.Equal("***", $"{secret}");
        Assert.DoesNotContain("hunter2", new { secret }.ToString()!, StringComparison.Ordinal);
        Assert.Equal("hunter2", secret.Expose());
    }

    [Fact]
    public void Comes_from_the_environment() => Assert.Equal("hunter2", Bind("${env:SET}").Expose());

    [Fact]
    public void Comes_from_a_file_relative_to_the_project_without_its_last_line_break()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("pw"), "hunter3\n");
        Assert.Equal("hunter3", Bind("${file:pw}", folder.Path).Expose());
    }

    [Theory]
    [InlineData("hunter2", "expects a secret by reference")]
    [InlineData("x${env:SET}", "expects a secret by reference")]
    [InlineData("${env:UNSET}", "refers to the environment variable UNSET, which is not set")]
    [InlineData("${file:/nowhere/pw}", "refers to the file /nowhere/pw, which cannot be read")]
    public void Refuses_literal_text_and_references_to_nothing_without_repeating_them(string reference, string message)
    {
        var problem = Assert.Throws<ProjectException>(() => Bind(reference)).Problems.Single().ToString();
        Assert.StartsWith("a.yaml:1:11: password " + message, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal);
    }
}
