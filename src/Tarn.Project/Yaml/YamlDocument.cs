using System.Text;

namespace Tarn.Project.Yaml;

/// <summary>One parsed YAML file.</summary>
/// <param name="File">The name that problems carry.</param>
/// <param name="Root">An empty file is an empty mapping.</param>
public sealed record YamlDocument(string File, YamlNode Root)
{
    /// <summary>A larger file is refused before it is parsed.</summary>
    public const int MaxFileBytes = 16 * 1024 * 1024;

    /// <param name="file">The name that problems carry.</param>
    /// <param name="text">The whole document.</param>
    /// <exception cref="ProjectException">The text is not one well-formed YAML document.</exception>
    public static YamlDocument Parse(string file, string text) => new(file, YamlComposer.Compose(file, text));

    /// <param name="path">Where the file is.</param>
    /// <param name="file">The name that problems carry, usually relative to the project folder.</param>
    /// <exception cref="ProjectException">The file is missing, unreadable, not UTF-8 or not one YAML document.</exception>
    public static YamlDocument Load(string path, string file)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > MaxFileBytes)
                throw new ProjectException(ProjectErrorKind.Invalid, new ProjectProblem(file, null, $"is larger than {MaxFileBytes} bytes"));
            return Parse(file, System.IO.File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ProjectException(ProjectErrorKind.NotFound, new ProjectProblem(file, null, "does not exist"), e);
        }
        catch (DecoderFallbackException e)
        {
            throw new ProjectException(ProjectErrorKind.Invalid, new ProjectProblem(file, null, "is not UTF-8 text"), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProjectException(ProjectErrorKind.Unreadable, new ProjectProblem(file, null, $"cannot be read: {e.Message}"), e);
        }
    }

    /// <summary>Turns the root mapping into a feature's options. All problems of the file are reported together.</summary>
    /// <param name="bind">Reads every key that the feature knows; a key that it never asks for is unknown.</param>
    /// <param name="context">Where secrets come from, and what relative paths refer to.</param>
    /// <exception cref="ProjectException">With every problem of the file.</exception>
    public T Bind<T>(Func<YamlFields, T> bind, YamlContext context)
    {
        var problems = new List<ProjectProblem>();
        var value = Bind(bind, context, problems);
        if (problems.Count == 0) return value;
        throw new ProjectException(ProjectErrorKind.Invalid, problems);
    }

    /// <summary>As <see cref="Bind{T}(Func{YamlFields, T}, YamlContext)"/> for several files: problems are added to the list, and the value is of use only without any.</summary>
    public T Bind<T>(Func<YamlFields, T> bind, YamlContext context, ICollection<ProjectProblem> problems)
    {
        var binding = new YamlBinding(File, context);
        var value = new YamlValue(binding, "", Root).Fields(bind);
        foreach (var problem in binding.SortedProblems()) problems.Add(problem);
        return value;
    }
}
