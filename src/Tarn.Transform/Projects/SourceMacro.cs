using Tarn.Transform.Rendering;

namespace Tarn.Transform.Projects;

/// <summary>A macro as a project defines it.</summary>
/// <param name="Package">Name of the project, or <c>dbt</c> for the built-in ones.</param>
/// <param name="Name">As templates call it.</param>
/// <param name="CompiledName">Name of the Jinja macro in the block.</param>
/// <param name="Path">Relative to the package.</param>
/// <param name="Block">Source.</param>
public sealed record SourceMacro(string Package, string Name, string CompiledName, string Path, SourceBlock Block)
{
    public string UniqueId => $"macro.{Package}.{Name}";
}
