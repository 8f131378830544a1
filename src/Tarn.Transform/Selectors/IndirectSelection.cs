namespace Tarn.Transform.Selectors;

/// <summary>Which tests come along with selected nodes.</summary>
public enum IndirectSelection
{
    /// <summary>Tests that touch any selected node.</summary>
    Eager,

    /// <summary>Tests all of whose parents are selected.</summary>
    Cautious,

    /// <summary>Tests all of whose parents are selected or upstream of selected nodes.</summary>
    Buildable,

    /// <summary>None.</summary>
    Empty,
}
