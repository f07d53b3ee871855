"""技能比武 on the screen: competitions, their boards, live events, rankings, prizes, re-scores."""
