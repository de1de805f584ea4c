package step

// Signs are the names of a node's lines, made once when it is compiled.
type Signs struct {
	// Value and Norms are the score, on the form's own metric and in the norm's;
	// Group is it in the metric of a norm group.
	Value, Norms, Group string
	// answered is the sum of what was answered, before it is scaled.
	answered string
	// Percentile is its percentile, sem its standard error.
	Percentile, sem string
	// ends are the ends of its bands: 68 % low, high, 95 % low, high.
	ends [4]endSigns
	// likeliest and tell are the greatest probability of its classes, and whether
	// they can be told; class is a class by bounds.
	likeliest, tell, class string
}

// endSigns name one end of a band, it in the metric of a norm group, and its
// percentile.
type endSigns struct{ value, group, percentile string }

// named is a step whose lines have further names.
type named interface{ name(c *Compiler, i int) }

// Name makes the names and whatever else the lines of the trace rest on that no
// answer changes. It comes last, when all steps are compiled without a fault.
func (c *Compiler) Name() {
	for i := range c.Nodes {
		c.nameNode(i)
	}
	for i := range c.Nodes {
		me := &c.Nodes[i]
		if me.SEM != nil {
			me.errors = c.errorOf(i)
		}
		if st, ok := me.Step.(named); ok {
			st.name(c, i)
		}
		if me.Bands != nil {
			me.Bands.name(c, i)
		}
	}
}

func (c *Compiler) nameNode(i int) {
	n := &c.Nodes[i]
	id := n.Spec.ID
	s := Signs{
		Value: id, Norms: id, answered: id + "(answered)", Percentile: "PR(" + id + ")", sem: "SEM(" + id + ")",
		likeliest: "max(" + id + ")", tell: "tell(" + id + ")", class: "class(" + id + ")",
	}
	if n.Converts {
		s.Norms = id + "*"
	}
	s.Group = s.Norms + "*"
	switch n.Step.(type) {
	case *Norm:
		s.Percentile = id
	case *Class:
		s.class = id
	}
	for k, end := range []string{"low68", "high68", "low95", "high95"} {
		sign := end + "(" + id + ")"
		s.ends[k] = endSigns{sign, sign + "*", "PR(" + sign + ")"}
	}
	n.Signs = s
}

// chance is the sign of the probability of a class of a node.
func chance(id, class string) string { return "P(" + id + "=" + class + ")" }
