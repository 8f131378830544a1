using System.Collections.Immutable;

namespace Tarn.Project.Yaml;

/// <summary>A node of a YAML document that knows where it stands.</summary>
/// <param name="Position">Where the node begins; for an alias, where the alias stands.</param>
public abstract record YamlNode(YamlPosition Position)
{
    /// <summary>How many nodes a walk over this one meets, aliases followed.</summary>
    internal abstract long Size { get; }

    /// <summary>For messages: "a list", "a mapping", "a value".</summary>
    public abstract string Description { get; }

    /// <summary>True where the file says nothing or <c>null</c>, so that a default applies.</summary>
    public virtual bool IsNull => false;

    /// <param name="Text">The value with quotes and escapes resolved.</param>
    /// <param name="IsPlain">Written without quotes and not as a block: only such text may mean null, a number or a boolean.</param>
    /// <param name="Tag">An explicit tag such as <c>!!str</c>, or null.</param>
    /// <param name="Position">Where it begins.</param>
    public sealed record Scalar(string Text, bool IsPlain, string? Tag, YamlPosition Position) : YamlNode(Position)
    {
        internal override long Size => 1;

        public override string Description => IsNull ? "nothing" : "a value";

        /// <remarks>The core schema's null: YAML 1.2.2, section 10.3.2.</remarks>
        public override bool IsNull => IsPlain && Tag is null && Text is ("" or "~" or "null" or "Null" or "NULL");
    }

    public sealed record List(ImmutableArray<YamlNode> Items, YamlPosition Position) : YamlNode(Position)
    {
        internal override long Size { get; } = 1 + Items.Sum(item => item.Size);

        public override string Description => "a list";
    }

    /// <param name="Entries">In the file's order; keys are unique; merge keys (<c>&lt;&lt;</c>) are already merged.</param>
    /// <param name="Position">Where it begins.</param>
    public sealed record Map(ImmutableArray<YamlEntry> Entries, YamlPosition Position) : YamlNode(Position)
    {
        internal override long Size { get; } = 1 + Entries.Sum(entry => 1 + entry.Value.Size);

        public override string Description => "a mapping";

        public YamlNode? Find(string key) => Entries.FirstOrDefault(entry => entry.Key.Text == key)?.Value;
    }
}
